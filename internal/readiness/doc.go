// Package readiness makes a worker ready for one interview: where he will sit,
// how he can be called back, whom to call in an emergency and for what, where he
// is on the day, and that he knows what the company will and will not learn.
// From these and the facts of the areas below it says which step comes next.
// Read steps.go first, then service.go.
//
// What must hold:
//   - Only the worker, the physician of the case and the health staff read places
//     and contacts. The employer never does.
//   - Each of the three consents for the emergency contact stands alone, is asked
//     with its own words and its history is only ever added to.
//   - A cafe or a shared office is no place for an interview, and nobody is pressed
//     to talk without privacy: who has no room asks for one.
//   - The address of the day is kept apart and deleted 30 days later.
//
// It opens no room and tests no device: package room and the device check do.
package readiness
