// Package governance is what a workplace has to settle before anybody may speak
// with a physician online: the health committee deliberates, a rule (規程) is in
// force from a date, every worker is told and says that he has read it.
//
// What must hold:
//   - A rule comes into force only by a decision that was taken: of a committee
//     meeting, or of a hearing where no committee is required. Versions follow
//     each other without overlap; nothing is ever overwritten.
//   - Told means: a row per worker, with when and how. A version that changes
//     something for workers asks for a new notice.
//   - Records of deliberations are kept for three years and cannot be deleted before.
//   - Nothing here is about anybody's health. The committee sees rules, minutes
//     and counts, never who had an interview.
//
// Questions and paragraphs of the committee kit are text files that a lawyer
// can read and correct (governancedata); this package reads and fills them.
// Whether an interview may be online is decided elsewhere (the launch gate),
// on the facts of facts.go.
//
// Read kit.go, then deliberate.go, adopt.go, announce.go.
package governance
