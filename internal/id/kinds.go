package id

// The kinds of things that have a name, in the order of the areas.
type (
	// Act is one entry of the audit log.
	Act = ID[act]
	// Job is one piece of later work.
	Job = ID[job]
	// Message is one mail, whatever happens to it.
	Message = ID[message]
	// Task is something a named desk has to look after.
	Task = ID[task]
	// Account is a person who can sign in.
	Account = ID[account]
	// Session is one sign-in on one device.
	Session = ID[session]
	// Company is an employer (事業者).
	Company = ID[company]
	// Workplace is an establishment (事業場), the unit of the 50-worker rules.
	Workplace = ID[workplace]
	// Department is a part of a workplace (所属).
	Department = ID[department]
	// Employee is a worker (労働者) of one company.
	Employee = ID[employee]
	// Physician is an occupational physician (産業医).
	Physician = ID[physician]
	// Case is one interview from its reason to its end.
	Case = ID[caseKind]
	// Response is one questionnaire filled in for one case.
	Response = ID[response]
	// Booking is a reserved time of a physician for a case.
	Booking = ID[booking]
	// Exception is a day on which a physician's week is different.
	Exception = ID[exception]
	// Request is a room or a headset a worker asked for.
	Request = ID[request]
	// Room is one live session of a case.
	Room = ID[room]
	// Event is one observed fact about a room.
	Event = ID[event]
	// Letter is one version of what the physician wrote for a case.
	Letter = ID[letter]
	// Document is one finished, unchangeable PDF.
	Document = ID[document]
	// Measure is something the employer does because of a letter (就業上の措置).
	Measure = ID[measure]
	// Member is a person in a workplace's health committee (委員).
	Member = ID[member]
	// Deliberation is one meeting of a health committee, or one hearing of the workers (調査審議).
	Deliberation = ID[deliberation]
	// Rule is one version of a company rule in force from a date (規程).
	Rule = ID[rule]
	// Announcement is one notice of a rule to all workers of a workplace (周知).
	Announcement = ID[announcement]
	// EmergencyPlan is one version of a workplace's emergency plan (緊急時対応計画).
	EmergencyPlan = ID[emergencyPlan]
	// Alarm is one emergency, or one drill, from the press to its end.
	Alarm = ID[alarm]
	// EmergencyTask is what somebody has to take over in an emergency.
	EmergencyTask = ID[emergencyTask]
	// Call is one attempt to reach one person on one channel.
	Call = ID[call]
	// Opening is one look at what was sealed: address, number, contact.
	Opening = ID[opening]
	// Disclosure is something told to somebody in an emergency, with its ground.
	Disclosure = ID[disclosure]
	// Push is a browser that takes messages while no page is open.
	Push = ID[push]
)

type (
	act           struct{}
	job           struct{}
	message       struct{}
	task          struct{}
	account       struct{}
	session       struct{}
	company       struct{}
	workplace     struct{}
	department    struct{}
	employee      struct{}
	physician     struct{}
	caseKind      struct{}
	response      struct{}
	booking       struct{}
	exception     struct{}
	request       struct{}
	room          struct{}
	event         struct{}
	letter        struct{}
	document      struct{}
	measure       struct{}
	emergencyPlan struct{}
	alarm         struct{}
	emergencyTask struct{}
	call          struct{}
	opening       struct{}
	disclosure    struct{}
	push          struct{}
	member        struct{}
	deliberation  struct{}
	rule          struct{}
	announcement  struct{}
)

func (act) prefix() string           { return "act" }
func (job) prefix() string           { return "job" }
func (message) prefix() string       { return "msg" }
func (task) prefix() string          { return "tsk" }
func (account) prefix() string       { return "acc" }
func (session) prefix() string       { return "ses" }
func (company) prefix() string       { return "com" }
func (workplace) prefix() string     { return "wpl" }
func (department) prefix() string    { return "dep" }
func (employee) prefix() string      { return "emp" }
func (physician) prefix() string     { return "phy" }
func (caseKind) prefix() string      { return "cas" }
func (response) prefix() string      { return "res" }
func (booking) prefix() string       { return "bok" }
func (exception) prefix() string     { return "exc" }
func (request) prefix() string       { return "req" }
func (room) prefix() string          { return "rom" }
func (event) prefix() string         { return "evt" }
func (letter) prefix() string        { return "let" }
func (document) prefix() string      { return "doc" }
func (measure) prefix() string       { return "mea" }
func (emergencyPlan) prefix() string { return "epl" }
func (alarm) prefix() string         { return "alm" }
func (emergencyTask) prefix() string { return "etk" }
func (call) prefix() string          { return "cll" }
func (opening) prefix() string       { return "opn" }
func (disclosure) prefix() string    { return "dcl" }
func (push) prefix() string          { return "psh" }
func (member) prefix() string        { return "mbr" }
func (deliberation) prefix() string  { return "dlb" }
func (rule) prefix() string          { return "rul" }
func (announcement) prefix() string  { return "ann" }
