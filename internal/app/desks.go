package app

import (
	"context"
	"slices"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/desk/deskweb"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/opinion"
	"mendan/internal/questionnaire"
	"mendan/internal/readiness"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// This file reads what the desks show: each desk in one snapshot, each fact
// from its own area, nothing decided here but what stands beside what.

func (s *services) sources(version string, since time.Time) deskweb.Sources {
	return deskweb.Sources{
		Now:        time.Now,
		Interviews: s.myInterviews, Interview: s.myInterview,
		RuleToRead:   s.ruleToRead,
		PhysicianDay: s.physicianDay, PhysicianCase: s.physicianCase,
		HRDesk: s.hrDesk, HRCase: s.hrCase,
		Nurse: s.nurseDesk, Manager: s.managerDesk, Committee: s.committeeDesk, Coordinator: s.coordinatorDesk,
		Admin: func(ctx context.Context, who actor.Actor) (deskweb.AdminDesk, error) {
			return s.adminDesk(ctx, version, since)
		},
	}
}

// snapshot runs f on one snapshot and gives its result.
func snapshot[T any](ctx context.Context, db txn.Runner, f func(ctx context.Context, tx txn.Read) (T, error)) (T, error) {
	var out T
	err := db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		got, err := f(ctx, tx)
		out = got
		return err
	})
	return out, err
}

func (s *services) myInterviews(ctx context.Context, who actor.Actor) ([]deskweb.Interview, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) ([]deskweb.Interview, error) {
		cases, err := s.cases.ListByEmployee(ctx, tx, who.Employee)
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(cases, func(a, b casework.Case) int {
			if a.State.Over() != b.State.Over() {
				if b.State.Over() {
					return -1
				}
				return 1
			}
			return b.OpenedAt.Compare(a.OpenedAt)
		})
		var out []deskweb.Interview
		for _, c := range cases {
			i, err := s.interview(ctx, tx, c)
			if err != nil {
				return nil, err
			}
			out = append(out, i)
		}
		return out, nil
	})
}

func (s *services) myInterview(ctx context.Context, who actor.Actor, k id.Case) (deskweb.Interview, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.Interview, error) {
		c, err := s.cases.Get(ctx, tx, k)
		if err != nil {
			return deskweb.Interview{}, err
		}
		if who.Employee == "" || c.Employee != who.Employee {
			return deskweb.Interview{}, casework.ErrNotFound
		}
		return s.interview(ctx, tx, c)
	})
}

// interview gathers one interview as its worker may see it.
func (s *services) interview(ctx context.Context, tx txn.Read, c casework.Case) (deskweb.Interview, error) {
	zone, err := s.zoneAt(ctx, tx, c.Workplace)
	if err != nil {
		return deskweb.Interview{}, err
	}
	i := deskweb.Interview{Case: c.ID, Type: c.Type, State: c.State, Zone: zone, Withdrawable: c.MayWithdraw()}
	if i.Booking, err = s.bookingView(ctx, tx, c); err != nil {
		return i, err
	}
	if i.Turned, err = s.turned(ctx, tx, c); err != nil {
		return i, err
	}
	if c.Type.Statutory() { // of others the employer knows nothing
		p, err := s.provisions.PackageOf(ctx, tx, c.ID)
		if err != nil {
			return i, err
		}
		i.Told = p.Given()
	}
	if d := casework.Running(c, time.Time{}, zone); len(d) > 0 && c.HeldAt.IsZero() {
		i.BookBy = d[0].Due
	}
	card, err := s.readiness.CardOf(ctx, tx, c)
	if err != nil {
		return i, err
	}
	i.CompanyRead, i.PlaceDeclared, i.ContactGiven = !card.ReadAt.IsZero(), card.Place.Fits(), !card.ConfirmedAt.IsZero()
	i.AddressDue = i.Booking != nil && civil.DateOf(i.Booking.From, zone) == civil.DateOf(tx.Now(), zone) && slices.Contains(card.Missing, readiness.StepToday)
	if i.Provided, err = s.provided(ctx, tx, c, zone); err != nil {
		return i, err
	}
	check, err := s.checks.LastCheck(ctx, tx, c.ID)
	if err != nil {
		return i, err
	}
	i.Check = deskweb.Check{At: check.At, OK: check.OK}
	begun := c.State != casework.Waiting && c.State != casework.Ready && c.State != casework.Booked
	states, err := s.questionnaires.States(ctx, tx, c)
	if err != nil {
		return i, err
	}
	for _, f := range states {
		i.Questionnaires = append(i.Questionnaires, deskweb.Questionnaire{
			Form: string(f.Form.ID), Name: say(ctx, f.Form.Title), Minutes: f.Form.Minutes, Answered: f.Progress.Done, Of: f.Progress.All,
			Sent: f.Sent, Optional: !f.Form.Needed, Closed: begun,
		})
	}
	if i.Booking != nil {
		i.Room.OpensAt = i.Booking.From.Add(-readiness.DoorOpens)
		i.Room.Open = i.Booking.Mode == casework.Online && !tx.Now().Before(i.Room.OpensAt) && (c.State == casework.Booked || c.State == casework.InSession)
	}
	i.Room.Open = i.Room.Open || c.State == casework.InSession && c.Mode != casework.InPerson
	i.Room.Ended = !c.HeldAt.IsZero()
	i.Room.PhysicianThere = c.State == casework.InSession
	i.Letter, err = s.letterState(ctx, tx, c)
	return i, err
}

func say(ctx context.Context, t questionnaire.Text) string { return t.In(lang.From(ctx)) }

func (s *services) bookingView(ctx context.Context, tx txn.Read, c casework.Case) (*deskweb.Booking, error) {
	b, err := s.bookings.Standing(ctx, tx, c.ID)
	if missing(err) {
		return nil, nil //nolint:nilnil // a case without a booking is no fault: the page shows none
	}
	if err != nil {
		return nil, err
	}
	p, err := s.people.Physician(ctx, tx, b.Physician)
	return &deskweb.Booking{From: b.From, To: b.To, Mode: b.Mode, Place: b.Place, Physician: p.Name.Full(), Movable: c.State == casework.Booked && tx.Now().Before(b.From)}, err
}

func (s *services) letterState(ctx context.Context, tx txn.Read, c casework.Case) (deskweb.LetterState, error) {
	letters, err := s.opinions.Store.List(ctx, tx, c.ID)
	if err != nil {
		return deskweb.LetterNotYet, err
	}
	state := deskweb.LetterNotYet
	if c.State == casework.Finished {
		state = deskweb.LetterNone
	}
	for _, l := range letters {
		switch l.Stage() {
		case opinion.Offered, opinion.Shown:
			state = deskweb.LetterToRead
		case opinion.ReleasedTo, opinion.Received, opinion.Decided:
			state = deskweb.LetterReleased
		case opinion.Closed:
			state = deskweb.LetterNone
		case opinion.Draft, opinion.Superseded:
		}
	}
	return state, nil
}

func (s *services) zoneAt(ctx context.Context, tx txn.Read, w id.Workplace) (*time.Location, error) {
	got, err := s.people.Workplace(ctx, tx, w)
	return got.Location(), err
}

// session is one booking on a desk of the health side or the provider.
func (s *services) session(ctx context.Context, tx txn.Read, c casework.Case, b scheduling.Booking, waiting map[id.Case]time.Time) (deskweb.Session, error) {
	e, err := s.people.Employee(ctx, tx, c.Employee)
	if err != nil {
		return deskweb.Session{}, err
	}
	w, err := s.people.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return deskweb.Session{}, err
	}
	company, err := s.people.Company(ctx, tx, c.Company)
	if err != nil {
		return deskweb.Session{}, err
	}
	out := deskweb.Session{
		Case: c.ID, From: b.From, To: b.To, Zone: w.Location(), Mode: b.Mode, Type: c.Type,
		Worker: e.Name.Full(), Kana: e.Name.Kana(), Company: company.Name, Workplace: w.Name,
	}
	switch {
	case c.State == casework.InSession:
		out.State = deskweb.SessionOpen
	case !c.HeldAt.IsZero():
		out.State = deskweb.SessionEnded
	default:
		if since, here := waiting[c.ID]; here {
			out.State, out.Since = deskweb.SessionWaiting, since
		}
	}
	if out.Prepared, err = s.questionnaires.Done(ctx, tx, c); err != nil {
		return out, err
	}
	check, err := s.checks.LastCheck(ctx, tx, c.ID)
	if err != nil {
		return out, err
	}
	out.Checked = check.OK
	out.Attention, err = s.attention(ctx, tx, c)
	return out, err
}

// attention tells whether an answer asks for an early look.
func (s *services) attention(ctx context.Context, tx txn.Read, c casework.Case) (bool, error) {
	list, err := s.questionnaires.Highlights(ctx, tx, c)
	return slices.ContainsFunc(list, func(h questionnaire.Highlight) bool { return h.Kind == questionnaire.HighlightAlert }), err
}

func (s *services) physicianDay(ctx context.Context, who actor.Actor) (deskweb.PhysicianDay, error) {
	arrivals, err := s.rooms.Arrivals(ctx, who)
	if err != nil {
		return deskweb.PhysicianDay{}, err
	}
	waiting := map[id.Case]time.Time{}
	for _, a := range arrivals {
		waiting[a.Case] = a.From
	}
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.PhysicianDay, error) {
		today := civil.DateOf(tx.Now(), home)
		day := deskweb.PhysicianDay{Today: today}
		from := today.At(0, home)
		bookings, err := s.bookings.OfPhysician(ctx, tx, who.Physician, from, from.Add(15*24*time.Hour))
		if err != nil {
			return day, err
		}
		if day.PlaceDue, err = s.placeDue(ctx, tx, bookings, who.Physician); err != nil {
			return day, err
		}
		for _, b := range bookings {
			if b.State != scheduling.Booked || len(day.Coming) >= 8 {
				continue
			}
			c, err := s.cases.Get(ctx, tx, b.Case)
			if err != nil {
				return day, err
			}
			line, err := s.session(ctx, tx, c, b, waiting)
			if err != nil {
				return day, err
			}
			if civil.DateOf(b.From, home) == today {
				day.Sessions = append(day.Sessions, line)
			} else {
				day.Coming = append(day.Coming, line)
			}
		}
		cases, err := s.cases.ListByPhysician(ctx, tx, who.Physician)
		if err != nil {
			return day, err
		}
		for _, c := range cases {
			due, open, err := s.letterDue(ctx, tx, c)
			if err != nil {
				return day, err
			}
			if open {
				day.Letters = append(day.Letters, due)
			}
		}
		slices.SortStableFunc(day.Letters, func(a, b deskweb.LetterDue) int {
			if a.Due.IsZero() != b.Due.IsZero() {
				if b.Due.IsZero() {
					return -1
				}
				return 1
			}
			return a.Due.Compare(b.Due)
		})
		return day, nil
	})
}

// letterDue is what is still to be written for a case; open is false when nothing is.
func (s *services) letterDue(ctx context.Context, tx txn.Read, c casework.Case) (due deskweb.LetterDue, open bool, err error) {
	if c.HeldAt.IsZero() {
		return due, false, nil
	}
	e, err := s.people.Employee(ctx, tx, c.Employee)
	if err != nil {
		return due, false, err
	}
	company, err := s.people.Company(ctx, tx, c.Company)
	if err != nil {
		return due, false, err
	}
	zone, err := s.zoneAt(ctx, tx, c.Workplace)
	if err != nil {
		return due, false, err
	}
	due = deskweb.LetterDue{Case: c.ID, Worker: e.Name.Full(), Company: company.Name, Held: civil.DateOf(c.HeldAt, zone), Begun: c.State == casework.Drafting}
	if d := casework.Running(c, time.Time{}, zone); len(d) > 0 {
		due.Due = d[0].Due
	}
	letters, err := s.opinions.Store.List(ctx, tx, c.ID)
	for _, l := range letters {
		stage := l.Stage()
		due.Comment = (stage == opinion.Offered || stage == opinion.Shown) && l.Comment != ""
	}
	return due, c.State == casework.Held || c.State == casework.Drafting || due.Comment, err
}

func (s *services) physicianCase(ctx context.Context, who actor.Actor, k id.Case) (deskweb.PhysicianCase, error) {
	reading, err := s.questionnaires.Read(ctx, who, k)
	if err != nil {
		return deskweb.PhysicianCase{}, err
	}
	card, err := s.readiness.Card(ctx, who, k)
	if err != nil {
		return deskweb.PhysicianCase{}, err
	}
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.PhysicianCase, error) {
		c := reading.Case
		b, err := s.bookings.Standing(ctx, tx, c.ID)
		if err != nil && !missing(err) {
			return deskweb.PhysicianCase{}, err
		}
		line, err2 := s.session(ctx, tx, c, b, nil)
		if err2 != nil {
			return deskweb.PhysicianCase{}, err2
		}
		out := deskweb.PhysicianCase{Session: line, Booked: err == nil, Today: civil.DateOf(tx.Now(), line.Zone)}
		e, err := s.people.Employee(ctx, tx, c.Employee)
		if err != nil {
			return out, err
		}
		given, err := s.provisions.StandingOf(ctx, tx, c)
		if err != nil {
			return out, err
		}
		out.Package, out.PackageDue = packageWord(ctx, given), given.Asked && !given.Given && !given.Waived
		out.Number, out.Work = e.Number, e.JobTitle
		if !e.Born.IsZero() {
			out.Age = e.Born.AgeOn(out.Today)
		}
		d, err := s.people.Department(ctx, tx, e.Department)
		if err != nil && !missing(err) {
			return out, err
		}
		out.Department = d.Name
		for _, h := range reading.Highlights {
			a := deskweb.Answer{Question: say(ctx, h.Title), Text: declared(ctx, h), Attention: h.Kind == questionnaire.HighlightAlert}
			switch h.Kind {
			case questionnaire.HighlightScore:
				out.Scores = append(out.Scores, a)
			case questionnaire.HighlightMemo:
				out.Memo = a.Text
			default:
				out.Highlights = append(out.Highlights, a)
			}
		}
		if out.ModeState, err = s.modeState(ctx, tx, c); err != nil {
			return out, err
		}
		out.Phone, out.Contact = string(card.Phone), emergencyContact(ctx, card)
		if card.Place.Kind != "" {
			out.Place = s.placeWord(ctx, card.Place)
		}
		if !card.AddressAt.IsZero() {
			out.Place += "\n" + lang.T(ctx, "今日いる場所") + ": " + lang.T(ctx, "確認済み(住所は緊急のときに開けます)")
		}
		due, open, err := s.letterDue(ctx, tx, c)
		if err != nil {
			return out, err
		}
		out.Letter, out.LetterDone = due, !open && !c.HeldAt.IsZero()
		past, err := s.cases.ListByEmployee(ctx, tx, c.Employee)
		for _, p := range past {
			if p.ID != c.ID && p.Physician == c.Physician && !p.HeldAt.IsZero() {
				out.Past = append(out.Past, deskweb.PastInterview{Case: p.ID, Day: civil.DateOf(p.HeldAt, line.Zone), Type: p.Type})
			}
		}
		return out, err
	})
}

// declared is the answer of a highlight in words.
func declared(ctx context.Context, h questionnaire.Highlight) string {
	if h.Declined {
		return lang.T(ctx, "答えたくない")
	}
	text := ""
	for i, t := range h.Says {
		if i > 0 {
			text += "、"
		}
		text += say(ctx, t)
	}
	return text
}

func (s *services) employeeLine(ctx context.Context, tx txn.Read, c casework.Case) (directory.Employee, string, error) {
	e, err := s.people.Employee(ctx, tx, c.Employee)
	if err != nil {
		return e, "", err
	}
	d, err := s.people.Department(ctx, tx, e.Department)
	if missing(err) {
		err = nil
	}
	return e, d.Name, err
}
