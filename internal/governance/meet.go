package governance

import (
	"context"
	"slices"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// CommitteeView is the committee of a workplace: its people and its meetings.
// It holds nobody's interviews.
type CommitteeView struct {
	Place         directory.Workplace
	Today         civil.Date
	Required      bool     // 50 workers and more
	Members       []Member // today's, by capacity
	Former        []Member
	Composition   []Checked
	Deliberations []Deliberation // latest first
	Manages       bool           // the reader records; otherwise he reads

	publish int // days
}

// Committee reads it. Errors: access.ErrHidden.
func (s *Service) Committee(ctx context.Context, who actor.Actor, w id.Workplace) (CommitteeView, error) {
	var out CommitteeView
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) (err error) {
		out, err = s.committee(ctx, tx, w)
		out.Manages = access.May(who, access.ManageProgramme, w.Subject())
		return err
	})
	return out, err
}

func (s *Service) committee(ctx context.Context, tx txn.Read, w directory.Workplace) (CommitteeView, error) {
	v := CommitteeView{Place: w, Today: directory.Today(tx, w), Required: s.Rules.CommitteeRequired(w.Headcount), publish: s.Rules.PublishDays}
	all, err := s.Store.Members(ctx, tx, w.ID)
	if err != nil {
		return v, err
	}
	for _, m := range all {
		if m.On(v.Today) || m.From.After(v.Today) {
			v.Members = append(v.Members, m)
		} else {
			v.Former = append(v.Former, m)
		}
	}
	slices.SortStableFunc(v.Members, func(a, b Member) int {
		return slices.Index(Capacities(), a.Capacity) - slices.Index(Capacities(), b.Capacity)
	})
	v.Composition = s.Rules.Compose(all, v.Today)
	v.Deliberations, err = s.Store.Deliberations(ctx, tx, w.ID)
	return v, err
}

// MemberInput is a member as typed.
type MemberInput struct {
	Workplace   id.Workplace
	ID          id.Member // empty: a new one
	Number      string    // employee number; empty for people outside
	Name        string    // for people without employee number
	Physician   id.Physician
	Capacity    Capacity
	Recommended bool
	From        civil.Date
	Until       civil.Date
}

// PutMember adds or changes a member. Errors: an Invalid fault, ErrNone, access faults.
func (s *Service) PutMember(ctx context.Context, who actor.Actor, in MemberInput) error {
	var f fault.Fields
	if !slices.Contains(Capacities(), in.Capacity) {
		f.Add("capacity", "governance.choose")
	}
	if in.Number == "" && in.Name == "" && in.Physician == "" && in.ID == "" {
		f.Add("number", "governance.member_who")
	}
	if in.From.IsZero() {
		f.Add("from", "governance.day_needed")
	}
	if !in.Until.IsZero() && in.Until.Before(in.From) {
		f.Add("until", "governance.until_before")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.write(ctx, who, "member", in.Workplace, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		m := Member{ID: in.ID, Company: w.Company, Workplace: w.ID, Name: in.Name}
		var err error
		switch {
		case in.ID != "":
			if m, err = s.Store.Member(ctx, tx, in.ID); err != nil {
				return err
			}
			if m.Workplace != w.ID {
				return ErrNone
			}
		case in.Physician != "":
			doctors, err := s.People.PhysiciansFor(ctx, tx, w.ID, directory.Today(tx, w))
			if err != nil {
				return err
			}
			i := slices.IndexFunc(doctors, func(p directory.Physician) bool { return p.ID == in.Physician })
			if i < 0 {
				return ErrNone
			}
			m.Physician, m.Name = in.Physician, doctors[i].Name.Full()
		case in.Number != "":
			found, err := s.People.FindEmployees(ctx, tx, []id.Workplace{w.ID}, in.Number, 2)
			if err != nil {
				return err
			}
			if len(found) != 1 {
				var f fault.Fields
				f.Add("number", "governance.member_unknown")
				return f.Err()
			}
			m.Employee, m.Name = found[0].ID, found[0].Name.Full()
		}
		if m.ID == "" {
			all, err := s.Store.Members(ctx, tx, w.ID)
			if err != nil {
				return err
			}
			for _, x := range all {
				same := m.Employee != "" && x.Employee == m.Employee || m.Physician != "" && x.Physician == m.Physician
				if same && (x.Until.IsZero() || !x.Until.Before(in.From)) {
					var f fault.Fields
					f.Add("number", "governance.member_twice")
					return f.Err()
				}
			}
			m.ID = id.New[id.Member]()
		}
		m.Capacity, m.Recommended, m.From, m.Until = in.Capacity, in.Recommended && in.Capacity != Chair, in.From, in.Until
		tx.Touch(string(m.ID), string(m.Capacity))
		return s.Store.PutMember(ctx, tx, m)
	})
}

// MeetingInput is a meeting or hearing as typed.
type MeetingInput struct {
	Workplace id.Workplace
	ID        id.Deliberation // empty: a new one
	Hearing   bool
	On        civil.Date
	Mode      Mode
	Place     string
	Met       []string // conditions of the mode that are met
	Note      string
	Agenda    []Item
	Draft     int // version of the rule text
}

// Meet plans a meeting, or changes one that has not decided.
//
// Errors: an Invalid fault; ErrCommitteeNeeded, ErrDecided, ErrNone, access faults.
func (s *Service) Meet(ctx context.Context, who actor.Actor, in MeetingInput) (id.Deliberation, error) {
	var f fault.Fields
	if in.On.IsZero() {
		f.Add("on", "governance.day_needed")
	}
	if !in.Hearing && !slices.Contains([]Mode{InRoom, Online, Paper}, in.Mode) {
		f.Add("mode", "governance.choose")
	}
	if in.Place == "" && in.Mode != Paper && !in.Hearing {
		f.Add("place", "governance.place_needed")
	}
	if in.Hearing && in.Note == "" {
		f.Add("note", "governance.hearing_how")
	}
	if len(in.Agenda) == 0 {
		f.Add("agenda", "governance.agenda_needed")
	}
	if err := f.Err(); err != nil {
		return "", err
	}
	var out id.Deliberation
	err := s.write(ctx, who, "meet", in.Workplace, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		if in.Hearing && s.Rules.CommitteeRequired(w.Headcount) {
			return ErrCommitteeNeeded
		}
		d := Deliberation{ID: id.New[id.Deliberation](), Company: w.Company, Workplace: w.ID, MadeAt: tx.Now()}
		if in.ID != "" {
			var err error
			if d, err = s.meeting(ctx, tx, w, in.ID); err != nil {
				return err
			}
			if d.Decision != Undecided {
				return ErrDecided
			}
		}
		if in.Draft > 0 {
			if _, err := s.Store.Document(ctx, tx, w.ID, RuleText, in.Draft); err != nil {
				return err
			}
		}
		d.Hearing, d.On, d.Mode, d.Place, d.Note, d.Agenda, d.Draft = in.Hearing, in.On, in.Mode, in.Place, in.Note, in.Agenda, in.Draft
		d.Met = nil
		for _, c := range s.Rules.Conditions(d.Mode) {
			if slices.Contains(in.Met, c.ID) {
				d.Met = append(d.Met, c.ID)
			}
		}
		tx.Touch(string(d.ID), string(d.Mode))
		out = d.ID
		return s.Store.PutDeliberation(ctx, tx, d)
	})
	return out, err
}

// meeting reads one of the workplace. Errors: ErrNone, also for another workplace's.
func (s *Service) meeting(ctx context.Context, tx txn.Read, w directory.Workplace, d id.Deliberation) (Deliberation, error) {
	got, err := s.Store.Deliberation(ctx, tx, d)
	if err == nil && got.Workplace != w.ID {
		return Deliberation{}, ErrNone
	}
	return got, err
}

// MeetingView is one meeting as it may be read by those who see the programme.
type MeetingView struct {
	Place      directory.Workplace
	Today      civil.Date
	Meeting    Deliberation
	Members    []Member // of the day
	Statements []Statement
	Conditions []Checked // of its mode
	Draft      Document  // the text laid before it; zero: none
	Newest     int       // newest version of the text
	Rule       Rule      // that it brought into force; zero: none yet
	PublishBy  civil.Date
	KeepUntil  civil.Date
	Me         id.Member // the reader's own membership on that day; empty: none
	Manages    bool
}

// Meeting reads one. Errors: ErrNone, access.ErrHidden.
func (s *Service) Meeting(ctx context.Context, who actor.Actor, w id.Workplace, d id.Deliberation) (MeetingView, error) {
	var out MeetingView
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) error {
		m, err := s.meeting(ctx, tx, w, d)
		if err != nil {
			return err
		}
		v := MeetingView{Place: w, Today: directory.Today(tx, w), Meeting: m, PublishBy: m.PublishBy(s.Rules), KeepUntil: m.KeepUntil(s.Rules, w.Location()),
			Manages: access.May(who, access.ManageProgramme, w.Subject())}
		for _, c := range s.Rules.Conditions(m.Mode) {
			v.Conditions = append(v.Conditions, Checked{c, slices.Contains(m.Met, c.ID)})
		}
		if v.Members, err = s.membersOn(ctx, tx, w, m.On); err != nil {
			return err
		}
		if v.Statements, err = s.Store.Statements(ctx, tx, d); err != nil {
			return err
		}
		for _, x := range v.Members {
			if isMember(who, x) {
				v.Me = x.ID
			}
		}
		doc, err := s.Store.Document(ctx, tx, w.ID, RuleText, 0)
		switch {
		case err == nil:
			v.Newest = doc.Version
			if m.Draft > 0 {
				if v.Draft, err = s.Store.Document(ctx, tx, w.ID, RuleText, m.Draft); err != nil {
					return err
				}
			}
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		versions, err := s.Store.Rules(ctx, tx, w.ID)
		for _, r := range versions {
			if r.Deliberation == d {
				v.Rule = r
			}
		}
		out = v
		return err
	})
	return out, err
}

func (s *Service) membersOn(ctx context.Context, tx txn.Read, w directory.Workplace, on civil.Date) ([]Member, error) {
	all, err := s.Store.Members(ctx, tx, w.ID)
	var out []Member
	for _, m := range all {
		if m.On(on) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		return slices.Index(Capacities(), a.Capacity) - slices.Index(Capacities(), b.Capacity)
	})
	return out, err
}

func isMember(who actor.Actor, m Member) bool {
	return who.Employee != "" && m.Employee == who.Employee || who.Physician != "" && m.Physician == who.Physician
}

// State records a member's opinion: the member's own, or by HR what a member
// said in the meeting.
//
// Errors: an Invalid fault; ErrDecided, ErrNotMember, ErrNone, access faults.
func (s *Service) State(ctx context.Context, who actor.Actor, w id.Workplace, d id.Deliberation, m id.Member, stance Stance, text string) error {
	var f fault.Fields
	if !stance.Known() {
		f.Add("stance", "governance.choose")
	}
	if text == "" && (stance == Wishes || stance == Disagrees) {
		f.Add("text", "governance.opinion_words")
	}
	if utf8.RuneCountInString(text) > 1000 {
		f.Add("text", "governance.too_long", 1000)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "governance.state", func(ctx context.Context, tx txn.Write) error {
		place, err := s.place(ctx, tx, who, access.SeeProgramme, w)
		if err != nil {
			return err
		}
		got, err := s.meeting(ctx, tx, place, d)
		if err != nil {
			return err
		}
		if got.Decision != Undecided {
			return ErrDecided
		}
		members, err := s.membersOn(ctx, tx, place, got.On)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(members, func(x Member) bool { return x.ID == m })
		if i < 0 {
			return ErrNone
		}
		manages := access.May(who, access.ManageProgramme, place.Subject())
		if !manages && !isMember(who, members[i]) {
			return ErrNotMember
		}
		tx.Touch(string(d), "opinion")
		return s.Store.PutStatement(ctx, tx, Statement{Deliberation: d, Member: m, Company: place.Company, Stance: stance, Text: text, At: tx.Now(), By: who.Account})
	})
}

// DecideInput is what a meeting decided.
type DecideInput struct {
	Workplace id.Workplace
	ID        id.Deliberation
	Decision  Decision
	On        civil.Date
	Remark    string
	Present   []id.Member
}

// Decide records the decision about the rule. It cannot be changed later.
//
// Errors: an Invalid fault; ErrFuture, ErrCommitteeNeeded, ErrConditions,
// ErrSilent, ErrDecided, ErrNoDraft, ErrNone, access faults.
func (s *Service) Decide(ctx context.Context, who actor.Actor, in DecideInput) error {
	var f fault.Fields
	if !slices.Contains([]Decision{Adopted, AdoptedWithChanges, NotAdopted}, in.Decision) {
		f.Add("decision", "governance.choose")
	}
	if in.On.IsZero() {
		f.Add("on", "governance.day_needed")
	}
	if in.Remark == "" && (in.Decision == AdoptedWithChanges || in.Decision == NotAdopted) {
		f.Add("remark", "governance.remark_needed")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.write(ctx, who, "decide", in.Workplace, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		d, err := s.meeting(ctx, tx, w, in.ID)
		if err != nil {
			return err
		}
		members, err := s.membersOn(ctx, tx, w, d.On)
		if err != nil {
			return err
		}
		said, err := s.Store.Statements(ctx, tx, d.ID)
		if err != nil {
			return err
		}
		if err := mayDecide(d, in.On, directory.Today(tx, w), w.Headcount, members, said, s.Rules); err != nil {
			return err
		}
		if in.Decision.Yes() && d.Draft == 0 {
			return ErrNoDraft
		}
		d.Present = nil
		for _, m := range members {
			if slices.Contains(in.Present, m.ID) {
				d.Present = append(d.Present, m.ID)
			}
		}
		d.Decision, d.DecidedOn, d.Remark = in.Decision, in.On, in.Remark
		d.Composed = d.Hearing || AllMet(s.Rules.Compose(members, d.On))
		tx.Touch(string(d.ID), string(d.Decision))
		return s.Store.PutDeliberation(ctx, tx, d)
	})
}

// WriteMinutes keeps the outline of the meeting (議事の概要). Errors: an Invalid fault, ErrNone, ErrFuture, access faults.
func (s *Service) WriteMinutes(ctx context.Context, who actor.Actor, w id.Workplace, d id.Deliberation, text string) error {
	var f fault.Fields
	if text == "" {
		f.Add("minutes", "form.required")
	}
	if utf8.RuneCountInString(text) > 10000 {
		f.Add("minutes", "governance.too_long", 10000)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.change(ctx, who, "minutes", w, d, func(m *Deliberation, today civil.Date, tx txn.Write) error {
		if m.On.After(today) {
			return ErrFuture
		}
		if m.WrittenAt.IsZero() {
			m.WrittenAt = tx.Now()
		}
		m.Minutes = text
		return nil
	})
}

// Publish records that the outline of the meeting was made known to workers
// (posting, paper, or a file they can open at any time: the page /rules is one).
// Source: S02 23(3). Errors: an Invalid fault, ErrNoMinutes, ErrFuture, ErrNone, access faults.
func (s *Service) Publish(ctx context.Context, who actor.Actor, w id.Workplace, d id.Deliberation, on civil.Date, where string) error {
	var f fault.Fields
	if on.IsZero() {
		f.Add("published", "governance.day_needed")
	}
	if where == "" {
		f.Add("where", "form.required")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.change(ctx, who, "publish", w, d, func(m *Deliberation, today civil.Date, _ txn.Write) error {
		switch {
		case m.Minutes == "":
			return ErrNoMinutes
		case on.After(today) || on.Before(m.On):
			return ErrFuture
		}
		m.Published, m.Where = on, where
		return nil
	})
}

func (s *Service) change(ctx context.Context, who actor.Actor, act string, w id.Workplace, d id.Deliberation, f func(m *Deliberation, today civil.Date, tx txn.Write) error) error {
	return s.write(ctx, who, act, w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		m, err := s.meeting(ctx, tx, w, d)
		if err != nil {
			return err
		}
		if err := f(&m, directory.Today(tx, w), tx); err != nil {
			return err
		}
		tx.Touch(string(d), act)
		return s.Store.PutDeliberation(ctx, tx, m)
	})
}

// Delete deletes the record of a meeting when its time is over, or a plan that
// was never held. Errors: ErrKept, ErrUsed, ErrNone, access faults.
func (s *Service) Delete(ctx context.Context, who actor.Actor, w id.Workplace, d id.Deliberation) error {
	return s.write(ctx, who, "delete", w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		m, err := s.meeting(ctx, tx, w, d)
		if err != nil {
			return err
		}
		if err := mayDelete(m, directory.Today(tx, w), s.Rules, w.Location()); err != nil {
			return err
		}
		versions, err := s.Store.Rules(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(versions, func(r Rule) bool { return r.Deliberation == d }) {
			return ErrUsed // the rule in force stands on it
		}
		tx.Touch(string(d), "delete")
		return s.Store.DeleteDeliberation(ctx, tx, d)
	})
}
