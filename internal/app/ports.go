package app

import (
	"context"
	"slices"
	"time"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/opinion"
	"mendan/internal/questionnaire"
	"mendan/internal/room"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// This file joins areas that do not know each other: each type is one port of
// one area, filled from others, and decides nothing.

// missing tells whether err says that a thing is not there.
func missing(err error) bool { return fault.KindOf(err) == fault.NotFound }

// interviews tells account who is in a live interview.
type interviews struct{ s *services }

func (i interviews) Live(ctx context.Context, tx txn.Read, who actor.Actor) (bool, error) {
	var list []casework.Case
	for _, read := range []func() ([]casework.Case, error){
		func() ([]casework.Case, error) { return i.s.cases.ListByEmployee(ctx, tx, who.Employee) },
		func() ([]casework.Case, error) { return i.s.cases.ListByPhysician(ctx, tx, who.Physician) },
	} {
		got, err := read()
		if err != nil {
			return false, err
		}
		list = append(list, got...)
	}
	for _, c := range list {
		if c.State == casework.InSession {
			return true, nil
		}
	}
	return false, nil
}

// alarm passes an alert of a questionnaire to the physician of the case and to
// the health staff of the workplace, and to nobody else. The mail says only
// that there is something to look at.
type alarm struct{ s *services }

func (a alarm) Raise(ctx context.Context, tx txn.Write, c casework.Case, alert questionnaire.Alert) error {
	if err := a.s.urgentAnswer(ctx, tx, c, alert); err != nil {
		return err
	}
	to := map[id.Account]string{}
	if c.Physician != "" {
		doctor, err := a.s.accounts.OfPhysician(ctx, tx, c.Physician)
		switch {
		case err == nil:
			to[doctor.ID] = "/physician/cases/" + string(c.ID)
		case !missing(err):
			return err
		}
	}
	nurses, err := a.s.accounts.Holders(ctx, tx, actor.HealthStaff, c.Workplace)
	if err != nil {
		return err
	}
	for _, n := range nurses {
		to[n.ID] = "/nurse"
	}
	for account, path := range to {
		if err := a.s.notices.Send(ctx, tx, notify.Notice{Kind: notify.TaskAssigned, To: account, Path: path, Subject: string(c.ID)}); err != nil {
			return err
		}
	}
	return a.s.modes.Changed(ctx, tx, c) // what was answered may close online
}

// accountsOf finds how people of a booking sign in.
type accountsOf struct{ accounts *account.Service }

func (a accountsOf) AccountOfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (id.Account, error) {
	got, err := a.accounts.OfEmployee(ctx, tx, e)
	return got.ID, err
}

func (a accountsOf) AccountOfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (id.Account, error) {
	got, err := a.accounts.OfPhysician(ctx, tx, p)
	return got.ID, err
}

func (a accountsOf) HROfficersAt(ctx context.Context, tx txn.Read, w id.Workplace) ([]id.Account, error) {
	list, err := a.accounts.Holders(ctx, tx, actor.HROfficer, w)
	var out []id.Account
	for _, o := range list {
		out = append(out, o.ID)
	}
	return out, err
}

// times tells the room when a case is booked.
type times struct{ bookings *scheduling.Service }

func (t times) Slot(ctx context.Context, tx txn.Read, c id.Case) (room.Slot, error) {
	b, err := t.bookings.Standing(ctx, tx, c)
	if missing(err) {
		return room.Slot{}, room.ErrNotBooked
	}
	return room.Slot{From: b.From, To: b.To, Online: b.Mode == casework.Online}, err
}

// callbacks knows the number the worker gave while preparing.
type callbacks struct{ s *services }

func (c callbacks) Callback(ctx context.Context, tx txn.Read, k id.Case) (string, error) {
	return c.s.callback(ctx, tx, k)
}

// background knows what else the conditions of the notice ask. Each
// fact is read as it was on the day; what no area says stays unknown, and the
// evidence says so.
type background struct{ s *services }

func (b background) Facts(ctx context.Context, tx txn.Read, c casework.Case) (room.Facts, error) {
	facts := room.Facts{}
	w, err := b.s.people.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return nil, err
	}
	day := civil.DateOf(tx.Now(), w.Location())
	if !c.HeldAt.IsZero() {
		day = civil.DateOf(c.HeldAt, w.Location())
	}
	appointments, err := b.s.people.Appointments(ctx, tx, c.Workplace, day)
	if err != nil {
		return nil, err
	}
	guided, err := b.s.lastGuided(ctx, tx, c, w.Location())
	if err != nil {
		return nil, err
	}
	for _, a := range appointments {
		if a.Physician == c.Physician {
			relations := a.Relations(day, guided)
			facts["relations"] = room.Number(float64(len(relations)), string(a.Physician))
		}
	}
	if _, known := facts["relations"]; !known {
		facts["relations"] = room.Number(0, string(c.Physician))
	}
	facts["in_person_open"] = room.Yes("room.convert")
	if err := b.s.governanceFacts(ctx, tx, c, day, facts); err != nil {
		return nil, err
	}
	if err := b.s.planFacts(ctx, tx, c, day, facts); err != nil {
		return nil, err
	}
	if err := b.s.packageFacts(ctx, tx, c, facts); err != nil {
		return nil, err
	}
	return facts, b.s.readinessFacts(ctx, tx, c, facts)
}

// held gives opinion the facts of an interview and its people.
type held struct{ s *services }

func (h held) Facts(ctx context.Context, tx txn.Read, id id.Case) (opinion.Facts, error) {
	c, err := h.s.cases.Get(ctx, tx, id)
	if err != nil {
		return opinion.Facts{}, err
	}
	e, err := h.s.people.Employee(ctx, tx, c.Employee)
	if err != nil {
		return opinion.Facts{}, err
	}
	w, err := h.s.people.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return opinion.Facts{}, err
	}
	company, err := h.s.people.Company(ctx, tx, c.Company)
	if err != nil {
		return opinion.Facts{}, err
	}
	f := opinion.Facts{
		Case: c.ID, Type: string(c.Type), State: c.State, Company: c.Company, Workplace: c.Workplace, Employee: c.Employee, Manager: c.Manager, Physician: c.Physician,
		CompanyName: company.Name, WorkplaceName: w.Name, EmployeeName: e.Name.Full(), Sex: string(e.Sex), Born: e.Born,
		Zone: w.Location(), Online: c.Mode == casework.Online, Done: !c.HeldAt.IsZero(),
	}
	if f.Done {
		f.Held = civil.DateOf(c.HeldAt, f.Zone)
	}
	if d, err := h.s.people.Department(ctx, tx, e.Department); err == nil {
		f.Department = d.Name
	} else if !missing(err) {
		return opinion.Facts{}, err
	}
	if c.Physician != "" {
		p, err := h.s.people.Physician(ctx, tx, c.Physician)
		if err != nil {
			return opinion.Facts{}, err
		}
		f.PhysicianName, f.Register = p.Name.Full(), p.Register
	}
	f.Appointed, err = h.s.people.Appointed(ctx, tx, c.Workplace, civil.DateOf(tx.Now(), f.Zone))
	// Never the specialty: on a paper for the employer it would be a word of health.
	if slices.Contains(f.Appointed, c.Physician) {
		f.Affiliation = company.Name + " 産業医"
	}
	return f, err
}

func (h held) Subordinates(ctx context.Context, tx txn.Read, m id.Employee) ([]opinion.Person, error) {
	list, err := h.s.people.Subordinates(ctx, tx, m)
	var out []opinion.Person
	for _, e := range list {
		out = append(out, opinion.Person{ID: e.ID, Name: e.Name.Full()})
	}
	return out, err
}

// letters turns what happened to a letter into messages to the right desk.
type letters struct{ s *services }

func (l letters) Send(ctx context.Context, tx txn.Write, n opinion.Notice, f opinion.Facts) error {
	one := func(a account.Account, err error) ([]account.Account, error) {
		if missing(err) {
			return nil, nil
		}
		return []account.Account{a}, err
	}
	var to []account.Account
	var err error
	kind, path := notify.TaskAssigned, ""
	interview, physician := "/interviews/"+string(f.Case), "/physician/cases/"+string(f.Case)
	switch n {
	case opinion.NoticeToRead:
		kind, path = notify.LetterToRead, interview+"/letter"
		to, err = one(l.s.accounts.OfEmployee(ctx, tx, f.Employee))
	case opinion.NoticeGone, opinion.NoticeMeasures:
		path = interview
		to, err = one(l.s.accounts.OfEmployee(ctx, tx, f.Employee))
	case opinion.NoticeComment:
		path = physician
		to, err = one(l.s.accounts.OfPhysician(ctx, tx, f.Physician))
	case opinion.NoticeDecided:
		kind, path = notify.MeasuresRecorded, physician
		to, err = one(l.s.accounts.OfPhysician(ctx, tx, f.Physician))
	case opinion.NoticeReleased:
		kind, path = notify.LetterReleased, "/hr/cases/"+string(f.Case)
		to, err = l.s.accounts.Holders(ctx, tx, actor.HROfficer, f.Workplace)
	case opinion.NoticeToManager:
		path = "/manager"
		to, err = one(l.s.accounts.OfEmployee(ctx, tx, f.Manager))
	}
	if err != nil {
		return err
	}
	for _, a := range to {
		if err := l.s.notices.Send(ctx, tx, notify.Notice{Kind: kind, To: a.ID, Path: path, Subject: string(f.Case)}); err != nil {
			return err
		}
	}
	return nil
}

// places tells account where a person belongs: the company's name and the
// clock on his wall.
type places struct{ people *directory.Service }

func (p places) Place(ctx context.Context, tx txn.Read, a account.Account) (company string, zone *time.Location, err error) {
	zone = home
	if a.Company != "" {
		c, err := p.people.Company(ctx, tx, a.Company)
		if err != nil {
			return "", nil, err
		}
		company = c.Name
	}
	if a.Employee != "" {
		e, err := p.people.Employee(ctx, tx, a.Employee)
		if err != nil {
			return "", nil, err
		}
		w, err := p.people.Workplace(ctx, tx, e.Workplace)
		if err != nil {
			return "", nil, err
		}
		zone = w.Location()
	}
	return company, zone, nil
}

// lastGuided is the day on which the case's physician last spoke with this
// worker before; no day when never. Source: S03 2(1)(d).
func (s *services) lastGuided(ctx context.Context, tx txn.Read, c casework.Case, zone *time.Location) (civil.Date, error) {
	cases, err := s.cases.ListByEmployee(ctx, tx, c.Employee)
	var last time.Time
	for _, k := range cases {
		if k.ID != c.ID && k.Physician == c.Physician && k.HeldAt.After(last) {
			last = k.HeldAt
		}
	}
	if last.IsZero() {
		return civil.Date{}, err
	}
	return civil.DateOf(last, zone), err
}

// callback is the number at which the worker of a case can be called back: the
// one he gave while preparing.
func (s *services) callback(ctx context.Context, tx txn.Read, id id.Case) (string, error) {
	c, err := s.cases.Get(ctx, tx, id)
	if err != nil {
		return "", err
	}
	card, err := s.readiness.CardOf(ctx, tx, c)
	return string(card.Contact.Phone), err
}
