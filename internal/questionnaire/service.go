package questionnaire

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Service asks and hands on.
type Service struct {
	txns    txn.Runner
	store   Store
	cases   Cases
	alarm   Alarm
	library Library
	zone    *time.Location
}

// NewService is the service over a store. zone is where the first day of a
// form's validity is counted: the home zone of the installation.
func NewService(txns txn.Runner, store Store, cases Cases, alarm Alarm, library Library, zone *time.Location) *Service {
	return &Service{txns: txns, store: store, cases: cases, alarm: alarm, library: library, zone: zone}
}

// Help are the help cards, for pages that show numbers to call.
func (s *Service) Help() Help { return s.library.Help }

// FormState is where one form of a case stands.
type FormState struct {
	Form     *Form
	Begun    bool
	Sent     bool
	SentAt   time.Time
	Progress Progress
	Score    *Result // the worker's result in words; nil when not counted or not complete
}

// Sheet is one form of one case for its worker.
type Sheet struct {
	Case     casework.Case
	Form     *Form
	Response Response // zero when nothing is saved yet
	Open     bool     // answers may still be changed: the interview has not begun
}

// open tells whether answers may still change: until the physician opens the room.
func open(c casework.Case) bool {
	return c.State == casework.Waiting || c.State == casework.Ready || c.State == casework.Booked
}

// own reads the case for its worker.
func (s *Service) own(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case) (casework.Case, error) {
	k, err := s.cases.Get(ctx, tx, c)
	if err != nil {
		return casework.Case{}, err
	}
	return k, access.Check(who, access.AnswerQuestionnaire, k.Subject())
}

// Forms lists the forms of a case for its worker. Errors: access faults, casework.ErrNotFound.
func (s *Service) Forms(ctx context.Context, who actor.Actor, c id.Case) ([]FormState, error) {
	var out []FormState
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.own(ctx, tx, who, c)
		if err != nil {
			return err
		}
		out, err = s.States(ctx, tx, k)
		return err
	})
	return out, err
}

// States lists the forms of a case for another area's act: which there are and how far they are.
func (s *Service) States(ctx context.Context, tx txn.Read, k casework.Case) ([]FormState, error) {
	responses, err := s.store.List(ctx, tx, k.ID)
	if err != nil {
		return nil, err
	}
	begun := map[FormID]Response{}
	for _, r := range responses {
		begun[r.Form] = r
	}
	var out []FormState
	for _, f := range s.library.Forms(string(k.Type), s.today(tx)) {
		r, ok := begun[f.ID]
		if ok {
			if f, err = s.library.Version(r.Form, r.Version); err != nil {
				return nil, err
			}
		}
		st := FormState{Form: f, Begun: ok, Sent: r.Sent(), SentAt: r.SentAt, Progress: f.Progress(r.Answers)}
		if res, counted := f.Score(r.Answers); counted && res.Complete {
			st.Score = &res
		}
		out = append(out, st)
		delete(begun, f.ID)
	}
	// A form that is no longer offered stays with the case that began it.
	for _, r := range responses {
		if _, left := begun[r.Form]; !left {
			continue
		}
		f, err := s.library.Version(r.Form, r.Version)
		if err != nil {
			return nil, err
		}
		out = append(out, FormState{Form: f, Begun: true, Sent: r.Sent(), SentAt: r.SentAt, Progress: f.Progress(r.Answers)})
	}
	return out, nil
}

// Done tells whether every needed form of the case was sent.
func (s *Service) Done(ctx context.Context, tx txn.Read, k casework.Case) (bool, error) {
	states, err := s.States(ctx, tx, k)
	if err != nil {
		return false, err
	}
	for _, st := range states {
		if st.Form.Needed && !st.Sent {
			return false, nil
		}
	}
	return true, nil
}

func (s *Service) today(tx txn.Read) civil.Date { return civil.DateOf(tx.Now(), s.zone) }

// Sheet reads one form of a case for its worker. Reading begins nothing.
// Errors: ErrUnknownForm, access faults, casework.ErrNotFound.
func (s *Service) Sheet(ctx context.Context, who actor.Actor, c id.Case, form FormID) (Sheet, error) {
	var out Sheet
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.own(ctx, tx, who, c)
		if err != nil {
			return err
		}
		out, err = s.sheet(ctx, tx, k, form)
		return err
	})
	return out, err
}

func (s *Service) sheet(ctx context.Context, tx txn.Read, k casework.Case, form FormID) (Sheet, error) {
	r, err := s.store.Get(ctx, tx, k.ID, form)
	if errors.Is(err, ErrNotBegun) {
		f, err := s.library.Current(form, string(k.Type), s.today(tx))
		if err != nil {
			return Sheet{}, err
		}
		return Sheet{Case: k, Form: f, Response: Response{Answers: Answers{}}, Open: open(k)}, nil
	}
	if err != nil {
		return Sheet{}, err
	}
	f, err := s.library.Version(r.Form, r.Version)
	if err != nil {
		return Sheet{}, err
	}
	return Sheet{Case: k, Form: f, Response: r, Open: open(k)}, nil
}
