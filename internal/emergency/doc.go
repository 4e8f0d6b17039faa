// Package emergency is what happens when somebody is in danger: the plan of a
// workplace (緊急時対応計画), the press that starts it, who is called in which
// order until somebody answers, what each of them is told, and what follows.
//
// What must hold:
//   - An open task is acknowledged, or its next step is due and stored: nothing
//     waits in the memory of a process. Climb does what is due, on any node, once.
//   - One case has at most one open emergency, however often the button is pressed.
//   - A press from outside the session changes nothing and leaves its trace.
//   - Messages are neutral and the same for everybody; what is told is told on
//     the page of who has answered, in a type that holds no more than his role
//     may be told and no more than the plan allows.
//   - What was opened and what was disclosed is only ever added, and shown to the worker.
//   - A drill (訓練) is the same flow; every message of it says so, and no worker is in it.
//
// It depends on no media server, sends nothing itself and holds no clock: the
// runner (emergencyrun) calls Climb and Watch each second and hands what Claim
// gives to channels (emergencychannel).
//
// For the pages (emergencyweb), by URL:
//
//	/programme/{workplace}/emergency         Plans(who, workplace) -> PlanSheet (draft, in force, older, facts)
//	                                         SaveDraft(who, workplace, Body), CheckPlan for the faults of a draft,
//	                                         Approve(who, plan, ApproveInput), ReadNumber for one typed number
//	/programme/{workplace}/emergency/drills  Drills(who, workplace) -> []DrillFigures; StartDrill(who, workplace, level)
//	/emergency                               Board(who) -> []BoardLine
//	/emergency/{alarm}                       View(who, alarm) -> View: one of Doctor, Duty, Helper or Bystander is set
//	                                         Acknowledge(who, task), AnswerFor(who, task, key), Finish(who, task),
//	                                         Raise(who, alarm, level), CallIn(who, alarm, kind, ground, reason), CallSecond(who, case),
//	                                         Close(who, alarm, CloseInput), Disclose(who, DisclosureInput), Note/SaveNote, Open(who, OpenInput)
//	room panel                               Panel(who, case) -> Panel; Press(who, PressInput); CallSecond(who, case)
//	worker: help button in the room          Ask(who, case) -> hotlines are static (package hotlines), physician and coordinator are told
//	worker: what was opened and told         Mine(who) -> []Opening, []Disclosure
//	live                                     Listen(f) hears after commit which alarm changed; Version(tx, alarm) for other nodes
//	gate, evidence                           PlanFacts(tx, workplace, day)
//	modality                                 Recent(tx, employee); Lift(who, employee, reason)
//
// Read plan.go, route.go, press.go and climb.go in this order.
package emergency
