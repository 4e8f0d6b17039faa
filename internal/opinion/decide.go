package opinion

import (
	"context"
	"errors"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// EmployerView is what HR works with. It has no private half.
type EmployerView struct {
	Case     id.Case
	Employee string
	Letter   Released
	Waiting  bool // no letter has come yet
	Amending bool // a newer version is on its way
	Taken    []Taken
	Today    civil.Date
}

// ReadForEmployer reads the employer copy and notes who opened it.
//
// Errors: ErrNone for every case the reader may not know of; access faults.
func (s *Service) ReadForEmployer(ctx context.Context, who actor.Actor, c id.Case) (EmployerView, error) {
	var out EmployerView
	err := s.Txns.Write(ctx, who, "opinion.read", func(ctx context.Context, tx txn.Write) error {
		v, _, err := s.employer(ctx, tx, who, access.ReadOpinion, c)
		if err != nil {
			return err
		}
		tx.Touch(string(c), "employer copy")
		out = v
		return nil
	})
	return out, hide(err)
}

func (s *Service) employer(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, c id.Case) (EmployerView, Facts, error) {
	f, err := s.Interviews.Facts(ctx, tx, c)
	if err != nil {
		return EmployerView{}, Facts{}, err
	}
	// Only those who act for the employer: the health side and the worker have their own pages.
	who.Roles &= actor.Of(actor.HROfficer)
	k := s.Words.Kind(f.Type)
	l, err := s.Store.Released(ctx, tx, c)
	came := err == nil
	if err != nil && !errors.Is(err, ErrNone) {
		return EmployerView{}, Facts{}, err
	}
	// A released letter of a voluntary interview has the worker's consent and
	// confirmation behind it; without one there is nothing to know.
	if err := access.Check(who, a, f.Subject(k.Statutory, came)); err != nil {
		return EmployerView{}, Facts{}, err
	}
	v := EmployerView{Case: c, Employee: f.EmployeeName, Letter: l, Waiting: !came, Today: civil.DateOf(tx.Now(), f.Zone)}
	if !came {
		return v, f, nil
	}
	v.Amending = f.State == casework.WithWorker
	v.Taken, err = s.Store.ListTaken(ctx, tx, l.ID)
	return v, f, err
}

// Receive acknowledges the letter for the employer. A second time changes nothing.
//
// Errors: ErrNone; access faults.
func (s *Service) Receive(ctx context.Context, who actor.Actor, c id.Case) error {
	return hide(s.Txns.Write(ctx, who, "opinion.receive", func(ctx context.Context, tx txn.Write) error {
		v, _, err := s.employer(ctx, tx, who, access.ReceiveOpinion, c)
		if err != nil {
			return err
		}
		if v.Waiting {
			return ErrNone
		}
		if !v.Letter.ReceivedAt.IsZero() {
			return nil
		}
		tx.Touch(string(c), "received")
		return s.change(ctx, tx, c, v.Letter.ID, func(l *Letter) { l.ReceivedAt, l.ReceivedBy = tx.Now(), who.Account })
	}))
}

// TakenInput is one measure the employer takes.
type TakenInput struct {
	Measure     Measure
	From, Until civil.Date
}

// DecideInput is the employer's decision.
type DecideInput struct {
	HeardOn      civil.Date
	Heard        string
	ManagerAsked bool
	None         bool // no measure is taken
	NoneReason   string
	Taken        []TakenInput
	Deviation    string
}

// Decide records that the worker was heard and what the employer does, and tells
// the physician: the loop of Ordinance 14-2(1)(i) closes here.
//
// Errors: fault.Fields; ErrNotReceived; ErrDecided; ErrAmending; ErrNone; access faults.
func (s *Service) Decide(ctx context.Context, who actor.Actor, c id.Case, in DecideInput) error {
	return hide(s.Txns.Write(ctx, who, "opinion.decide", func(ctx context.Context, tx txn.Write) error {
		v, f, err := s.employer(ctx, tx, who, access.RecordMeasure, c)
		if err != nil {
			return err
		}
		switch {
		case v.Waiting:
			return ErrNone
		case v.Amending:
			return ErrAmending
		case !v.Letter.DecidedAt.IsZero():
			return ErrDecided
		case v.Letter.ReceivedAt.IsZero():
			return ErrNotReceived
		}
		if err := s.checkDecision(in, v, civil.DateOf(v.Letter.ReleasedAt, f.Zone)); err != nil {
			return err
		}
		if in.None {
			in.Taken, in.Deviation = nil, ""
		} else {
			in.NoneReason = ""
		}
		for _, t := range in.Taken {
			taken := Taken{
				ID: id.New[id.Measure](), Letter: v.Letter.ID, Case: c, Company: f.Company, Employee: f.Employee,
				Measure: t.Measure, From: t.From, Until: t.Until,
			}
			if err := s.Store.InsertTaken(ctx, tx, taken); err != nil {
				return err
			}
			tx.Touch(string(taken.ID), "measure")
		}
		if err := s.change(ctx, tx, c, v.Letter.ID, func(l *Letter) {
			l.Decision = Decision{
				HeardOn: in.HeardOn, Heard: in.Heard, ManagerAsked: in.ManagerAsked, NoneReason: in.NoneReason,
				Deviation: in.Deviation, DecidedAt: tx.Now(), DecidedBy: who.Account, InformedAt: tx.Now(),
			}
		}); err != nil {
			return err
		}
		tx.Touch(string(c), "decided")
		return s.tell(ctx, tx, c, f, len(in.Taken) > 0)
	}))
}

func (s *Service) tell(ctx context.Context, tx txn.Write, c id.Case, f Facts, measures bool) error {
	second := casework.Unmeasured
	notices := []Notice{NoticeDecided, NoticeMeasures}
	if measures {
		second = casework.Measured
		if f.Manager != "" {
			notices = append(notices, NoticeToManager)
		}
	}
	for _, e := range []casework.Event{casework.Heard, second, casework.Informed} {
		if _, err := s.Steps.Advance(ctx, tx, c, e); err != nil {
			return err
		}
	}
	for _, n := range notices {
		if err := s.Notices.Send(ctx, tx, n, f); err != nil {
			return err
		}
	}
	return nil
}

// checkDecision: who was heard and when, what is done from when until when, and
// a reason where it is nothing or something else than the opinion says.
// Source: S01 Act 66-8(5); S02 Ordinance 14-2(1)(i); S07 (the worker is heard).
func (s *Service) checkDecision(in DecideInput, v EmployerView, released civil.Date) error {
	var f fault.Fields
	switch {
	case in.HeardOn.IsZero():
		f.Add("heard_on", "opinion.heard_on")
	case in.HeardOn.Before(released) || in.HeardOn.After(v.Today):
		f.Add("heard_on", "opinion.heard_range")
	}
	if in.Heard == "" {
		f.Add("heard", "opinion.heard")
	}
	for _, t := range []fieldText{{"heard", in.Heard}, {"none_reason", in.NoneReason}, {"deviation", in.Deviation}} {
		if len([]rune(t.text)) > longest {
			f.Add(t.field, "opinion.too_long", longest)
		}
	}
	switch {
	case in.None && in.NoneReason == "":
		f.Add("none_reason", "opinion.none_reason")
	case !in.None && len(in.Taken) == 0:
		f.Add("taken", "opinion.taken_none")
	case !in.None:
		for _, t := range in.Taken {
			s.checkTaken(t, &f)
		}
		if f.Err() == nil && in.Deviation == "" && Differs(v.Letter.Copy.Facing, in.Taken) {
			f.Add("deviation", "opinion.deviation")
		}
	}
	return f.Err()
}

func (s *Service) checkTaken(t TakenInput, f *fault.Fields) {
	s.Words.checkMeasure(t.Measure, "", f)
	if len([]rune(t.Measure.Text)) > longest {
		f.Add("text_"+t.Measure.Code, "opinion.too_long", longest)
	}
	var period fault.Fields
	s.Words.checkPeriod(t.From, t.Until, true, &period)
	for _, x := range fault.Of(period.Err()).Fields {
		f.Add(x.Name+"_"+t.Measure.Code, x.Code, x.Args...)
	}
}

// Differs tells whether what is taken is not what the letter says: another
// measure, another number, another period.
func Differs(letter Facing, taken []TakenInput) bool {
	var said []TakenInput
	for _, m := range letter.Measures {
		if m.Code != NoInstruction {
			said = append(said, TakenInput{Measure: m, From: letter.From, Until: letter.Until})
		}
	}
	if len(said) != len(taken) {
		return true
	}
	for _, want := range said {
		found := false
		for _, t := range taken {
			found = found || t == want
		}
		if !found {
			return true
		}
	}
	return false
}

// change loads a letter whole, changes it and writes it: the employer's side
// names what it changes and never holds the rest.
func (s *Service) change(ctx context.Context, tx txn.Write, c id.Case, which id.Letter, f func(*Letter)) error {
	all, err := s.Store.List(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, l := range all {
		if l.ID == which {
			f(&l)
			return s.put(ctx, tx, &l)
		}
	}
	return ErrNone
}
