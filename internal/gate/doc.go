// Package gate decides whether a workplace is ready for interviews by video
// (launch gate): every requirement of the notices that must hold before launch,
// for one workplace, one type of interview and one day, with what it rests on
// and what to do next.
//
// What must hold: the requirements are a table with versions (gatedata); the
// version is chosen by the day of the interview. A hard requirement that does
// not hold, or that nobody can tell, closes the gate; a desirable one warns and
// never closes. What was judged when an interview was booked and when it began
// is kept and never changed.
//
// It gathers no fact itself: each area tells its own through a Source. It does
// not know what is different for each interview (mode, place, package); those
// requirements stand in the table to be shown, and are asked elsewhere.
//
// Read rules.go, judge.go, then service.go.
package gate
