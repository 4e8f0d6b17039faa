package room

import (
	"context"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Seat is one side of one case's room.
type Seat struct {
	Case id.Case
	Side Side
}

// Seat tells where who belongs in the room of the case. Errors: ErrNotFound, ErrNotBooked.
func (s *Service) Seat(ctx context.Context, who actor.Actor, c id.Case) (Seat, error) {
	var out Seat
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		p, err := s.enter(ctx, tx, who, c, access.EnterRoom)
		out = Seat{c, p.side}
		return err
	})
	return out, err
}

// Beat notes that the pages at these seats are open now; a web node calls it
// for all of its pages at once, every few seconds and when one opens.
func (s *Service) Beat(ctx context.Context, seats []Seat) error {
	return s.present(ctx, seats, false)
}

// Gone notes that the page at the seat was closed.
func (s *Service) Gone(ctx context.Context, seat Seat) error {
	return s.present(ctx, []Seat{seat}, true)
}

func (s *Service) present(ctx context.Context, seats []Seat, gone bool) error {
	if len(seats) == 0 {
		return nil
	}
	return s.Txns.Write(ctx, actor.System("room.presence"), "room.presence", func(ctx context.Context, tx txn.Write) error {
		for _, x := range seats {
			before, err := s.Store.Present(ctx, tx, x.Case)
			if err != nil {
				return err
			}
			at := tx.Now()
			if gone {
				at = time.Time{}
			}
			if err := s.Store.SeePresent(ctx, tx, x.Case, x.Side, at); err != nil {
				return err
			}
			was, ok := before[x.Side]
			here := ok && tx.Now().Sub(was) < presentFor
			if here == gone {
				s.changed(tx, x.Case) // somebody came or went; a mere beat is no news
			}
		}
		return nil
	})
}

// Arrival is a worker who waits for the physician.
type Arrival struct {
	Case  id.Case   `json:"case"`
	Name  string    `json:"name"`
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Phase Phase     `json:"phase"` // waiting, or open when the session runs
}

// Arrivals lists who of the physician's workers has the room's page open now,
// by booked time. Others than physicians have none.
func (s *Service) Arrivals(ctx context.Context, who actor.Actor) ([]Arrival, error) {
	out := []Arrival{}
	if who.Physician == "" {
		return out, nil
	}
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		cases, err := s.Cases.ListByPhysician(ctx, tx, who.Physician)
		if err != nil {
			return err
		}
		for _, k := range cases {
			if k.State != casework.Booked && k.State != casework.InSession {
				continue
			}
			seen, err := s.Store.Present(ctx, tx, k.ID)
			if err != nil {
				return err
			}
			if at, ok := seen[Worker]; !ok || tx.Now().Sub(at) >= presentFor {
				continue
			}
			p, err := s.enter(ctx, tx, who, k.ID, access.EnterRoom)
			if err != nil {
				continue // not online, or moved away this moment
			}
			e, err := s.People.Employee(ctx, tx, k.Employee)
			if err != nil {
				return err
			}
			phase := p.session.Phase
			if phase == "" {
				phase = Waiting
			}
			out = append(out, Arrival{Case: k.ID, Name: e.Name.Full(), From: p.slot.From, To: p.slot.To, Phase: phase})
		}
		slices.SortStableFunc(out, func(a, b Arrival) int { return a.From.Compare(b.From) })
		return nil
	})
	return out, err
}
