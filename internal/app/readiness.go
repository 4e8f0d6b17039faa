package app

import (
	"context"
	"crypto/rand"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/config"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/media"
	"mendan/internal/notify"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/readiness/texts"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// buildReadiness puts together what makes both sides ready.
func (s *services) buildReadiness(c config.Config) error {
	company, err := texts.Company()
	if err != nil {
		return err
	}
	places, err := texts.Places()
	if err != nil {
		return err
	}
	camera, err := texts.Camera()
	if err != nil {
		return err
	}
	s.checker = readiness.NewChecker(readiness.CheckParts{Txns: s.db, Store: s.checks, Cases: s.cases, Rooms: checkRooms{s.media}, Random: rand.Text})
	s.readiness = readiness.NewService(readiness.Parts{
		Txns: s.db, Store: readinessdb.Store{}, Cases: s.cases, People: s.people, Bookings: s.bookings,
		Rooms: roomNews{s}, Costs: costs{s}, Texts: company, Places: places, Camera: camera,
		Support: readiness.Support{Phone: c.ProviderPhone},
	})
	return nil
}

// roomNews carries what is asked for to the desk that arranges it, and the
// answer back to the worker. Who asked is named by the case, why is not said,
// and of a consultation the employer learns nothing.
type roomNews struct{ s *services }

func (n roomNews) Wanted(ctx context.Context, tx txn.Write, c casework.Case, r readiness.Request) error {
	if r.ByProvider {
		return n.s.tasks.Open(ctx, tx, notify.Task{Kind: notify.RoomWanted, Subject: string(c.ID)})
	}
	officers, err := n.s.accounts.Holders(ctx, tx, actor.HROfficer, c.Workplace)
	if err != nil {
		return err
	}
	if len(officers) == 0 { // nobody at the employer's: the coordinator has to find somebody
		return n.s.tasks.Open(ctx, tx, notify.Task{Kind: notify.RoomWanted, Subject: string(c.ID)})
	}
	for _, a := range officers {
		if err := n.tell(ctx, tx, a.ID, "/hr/rooms/"+string(r.ID), string(r.ID)); err != nil {
			return err
		}
	}
	return nil
}

func (n roomNews) Answered(ctx context.Context, tx txn.Write, c casework.Case, r readiness.Request) error {
	return n.worker(ctx, tx, c, "/place/request", string(r.ID))
}

func (n roomNews) Decided(ctx context.Context, tx txn.Write, c casework.Case) error {
	return n.worker(ctx, tx, c, "/camera", string(c.ID))
}

func (n roomNews) worker(ctx context.Context, tx txn.Write, c casework.Case, path, subject string) error {
	a, err := n.s.accounts.OfEmployee(ctx, tx, c.Employee)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return n.tell(ctx, tx, a.ID, "/interviews/"+string(c.ID)+path, subject)
}

func (n roomNews) tell(ctx context.Context, tx txn.Write, to id.Account, path, subject string) error {
	return n.s.notices.Send(ctx, tx, notify.Notice{Kind: notify.TaskAssigned, To: to, Path: path, Subject: subject})
}

// costs knows who pays by the rule of a workplace.
type costs struct{ s *services }

func (costs) Costs(context.Context, txn.Read, id.Workplace) (readiness.CostRule, error) {
	return readiness.CostRule{}, nil
}

// placeWord is where somebody talks from, in a few words.
func (s *services) placeWord(ctx context.Context, p readiness.Place) string {
	word := s.readiness.Places.Name(p.Kind).In(lang.From(ctx))
	if p.Note != "" {
		word += " (" + p.Note + ")"
	}
	return word
}

// readinessFacts adds what the worker declared and checked.
func (s *services) readinessFacts(ctx context.Context, tx txn.Read, c casework.Case, facts room.Facts) error {
	card, err := s.readiness.CardOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if card.Place.Kind != "" {
		facts["place_declared"] = room.No("readiness.place")
		if card.Place.Fits() {
			facts["place_declared"] = room.Yes("readiness.place")
		}
	}
	check, err := s.checks.LastCheck(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	if !check.At.IsZero() {
		facts["device_checked"] = room.No("readiness.check")
		if check.OK {
			facts["device_checked"] = room.Yes("readiness.check")
		}
	}
	return nil
}

// checkRooms gives the device check a room of the media server.
type checkRooms struct{ media *media.Supervisor }

func (c checkRooms) Open(ctx context.Context, room string) error {
	return c.media.OpenBriefly(ctx, room)
}

func (c checkRooms) Token(room, identity string, ttl time.Duration) (string, error) {
	return c.media.Token(room, identity, media.Grants{}, ttl)
}

func (c checkRooms) ReadToken(token string) (room, identity string, err error) {
	return c.media.ReadToken(token)
}

