package readiness

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// RequestSheet is the page on which a worker asks for a room or a headset, and
// finds the answer.
type RequestSheet struct {
	Case     casework.Case
	Zone     *time.Location
	Requests []Request // by kind: room, headset; only those asked for and not withdrawn
	Costs    CostRule
	Booked   bool
	From, To time.Time // of the interview
	Open     bool
}

// RequestsOf reads a worker's own requests. Errors: access faults, casework.ErrNotFound.
func (s *Service) RequestsOf(ctx context.Context, who actor.Actor, c id.Case) (RequestSheet, error) {
	var out RequestSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		f, err := s.facts(ctx, tx, k)
		if err != nil {
			return err
		}
		out = RequestSheet{Case: k, Zone: f.Zone, Booked: f.Booked, From: f.From, To: f.To, Open: !f.begun() && f.online()}
		if out.Costs, err = s.Costs.Costs(ctx, tx, k.Workplace); err != nil {
			return err
		}
		out.Requests, err = s.Standing(ctx, tx, c)
		return err
	})
	return out, err
}

// Standing lists the requests of a case that were not withdrawn, in another area's act or page.
func (s *Service) Standing(ctx context.Context, tx txn.Read, c id.Case) ([]Request, error) {
	list, err := s.Store.Requests(ctx, tx, c)
	return slices.DeleteFunc(list, func(r Request) bool { return r.State == RequestWithdrawn }), err
}

// Ask asks for a room or a headset. Asking again changes the wish of an open
// request, and opens one that was withdrawn or not found.
//
// Errors: an Invalid fault about kind, wish; ErrClosed, ErrNotNeeded; access faults, casework.ErrNotFound.
func (s *Service) Ask(ctx context.Context, who actor.Actor, in RequestInput) error {
	if err := in.Check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.ask", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, in.Case)
		if err != nil {
			return err
		}
		if !f.online() {
			return ErrNotNeeded
		}
		return s.ask(ctx, tx, f, in.Kind, strings.TrimSpace(in.Wish))
	})
}

func (s *Service) ask(ctx context.Context, tx txn.Write, f facts, kind RequestKind, wish string) error {
	r, err := s.Store.Request(ctx, tx, f.Case.ID, kind)
	fresh := errors.Is(err, ErrNone)
	if err != nil && !fresh {
		return err
	}
	if !fresh && (r.State == RequestOpen || r.State == RequestArranged) {
		if r.State == RequestArranged || wish == "" || wish == r.Wish {
			return nil // asked again: a double click, or nothing new
		}
		r.Wish = wish
		tx.Touch(string(r.ID), "wish")
		return s.Store.PutRequest(ctx, tx, r)
	}
	if fresh {
		r.ID = id.New[id.Request]()
	}
	r = Request{
		ID: r.ID, Case: f.Case.ID, Company: f.Case.Company, Workplace: f.Case.Workplace, Employee: f.Case.Employee,
		Kind: kind, ByProvider: !f.Case.Type.Statutory(), Wish: wish, State: RequestOpen, AskedAt: tx.Now(),
	}
	interview := civil.Date{}
	if f.Booked {
		interview = f.day()
	}
	r.Due = due(civil.DateOf(tx.Now(), f.Zone), interview)
	tx.Touch(string(r.ID), string(kind))
	if err := s.Store.PutRequest(ctx, tx, r); err != nil {
		return err
	}
	return s.Rooms.Wanted(ctx, tx, f.Case, r)
}

// Withdraw takes back a request. Errors: ErrClosed, ErrNone; access faults, casework.ErrNotFound.
func (s *Service) Withdraw(ctx context.Context, who actor.Actor, c id.Case, kind RequestKind) error {
	return s.Txns.Write(ctx, who, "readiness.withdraw", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		r, err := s.Store.Request(ctx, tx, f.Case.ID, kind)
		if err != nil {
			return err
		}
		r.State = RequestWithdrawn
		tx.Touch(string(r.ID), "withdrawn")
		return s.Store.PutRequest(ctx, tx, r)
	})
}

// RequestLine is one request as whoever arranges it sees it: who, what, for
// when. Nothing of why.
type RequestLine struct {
	Request  Request
	Worker   string
	Number   string // employee number
	Site     string // name of the workplace
	Zone     *time.Location
	Booked   bool
	From, To time.Time // of the appointment
	Late     bool
	Costs    CostRule
}

// RequestList lists what the asker has to arrange: open ones first, by day; then
// the answered. An officer of the employer never meets one of a consultation.
// Errors: access faults.
func (s *Service) RequestList(ctx context.Context, who actor.Actor) ([]RequestLine, error) {
	var out []RequestLine
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		list, err := s.Store.RequestsFor(ctx, tx, who.Workplaces, who.Is(actor.Coordinator))
		if err != nil {
			return err
		}
		for _, r := range list {
			line, err := s.line(ctx, tx, who, r)
			if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Forbidden {
				continue
			}
			if err != nil {
				return err
			}
			out = append(out, line)
		}
		return nil
	})
	return out, err
}

// RequestFor is one request for whoever arranges it. Errors: ErrNone, access faults.
func (s *Service) RequestFor(ctx context.Context, who actor.Actor, r id.Request) (RequestLine, error) {
	var out RequestLine
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		x, err := s.Store.RequestByID(ctx, tx, r)
		if err != nil {
			return err
		}
		out, err = s.line(ctx, tx, who, x)
		return err
	})
	return out, err
}

func (s *Service) line(ctx context.Context, tx txn.Read, who actor.Actor, r Request) (RequestLine, error) {
	k, err := s.Cases.Get(ctx, tx, r.Case)
	if err != nil {
		return RequestLine{}, err
	}
	if err := access.Check(who, access.ArrangeRoom, k.Subject()); err != nil {
		return RequestLine{}, err
	}
	if r.State == RequestWithdrawn {
		return RequestLine{}, ErrNone
	}
	f, err := s.facts(ctx, tx, k)
	if err != nil {
		return RequestLine{}, err
	}
	w, err := s.People.Workplace(ctx, tx, k.Workplace)
	if err != nil {
		return RequestLine{}, err
	}
	e, err := s.People.Employee(ctx, tx, k.Employee)
	if err != nil {
		return RequestLine{}, err
	}
	out := RequestLine{
		Request: r, Worker: e.Name.Full(), Number: e.Number, Site: w.Name, Zone: f.Zone, Booked: f.Booked, From: f.From, To: f.To,
		Late: r.Late(civil.DateOf(tx.Now(), f.Zone)),
	}
	out.Costs, err = s.Costs.Costs(ctx, tx, k.Workplace)
	return out, err
}

// Answer says where and when the room is, or when the headset comes, or that
// nothing can be found; the worker is told that his page has news.
//
// Errors: an Invalid fault (see AnswerInput.Check); ErrNone, ErrAnswered, access faults.
func (s *Service) Answer(ctx context.Context, who actor.Actor, in AnswerInput) error {
	return s.Txns.Write(ctx, who, "readiness.answer", func(ctx context.Context, tx txn.Write) error {
		r, err := s.Store.RequestByID(ctx, tx, in.Request)
		if err != nil {
			return err
		}
		k, err := s.Cases.Get(ctx, tx, r.Case)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.ArrangeRoom, k.Subject()); err != nil {
			return err
		}
		if r.State == RequestWithdrawn {
			return ErrNone
		}
		if (facts{Case: k}).begun() {
			return ErrAnswered
		}
		if err := in.Check(r.Kind); err != nil {
			return err
		}
		r.State, r.AnsweredAt = RequestNotFound, tx.Now()
		r.Address, r.Room, r.Note, r.From, r.To, r.LentOn = "", "", strings.TrimSpace(in.Note), time.Time{}, time.Time{}, civil.Date{}
		if in.Found == "yes" {
			r.State = RequestArranged
			if r.Kind == RoomRequest {
				r.Address, r.Room, r.From, r.To = strings.TrimSpace(in.Address), strings.TrimSpace(in.Room), in.From, in.To
			} else {
				r.LentOn = in.LentOn
			}
		}
		tx.Touch(string(r.ID), string(r.State))
		if err := s.Store.PutRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.Rooms.Answered(ctx, tx, k, r)
	})
}
