package app

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/config"
	"mendan/internal/fault"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/media"
	"mendan/internal/notify"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/readiness/readinessweb"
	"mendan/internal/readiness/texts"
	"mendan/internal/room"
	"mendan/internal/scheduling"
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
	if err := n.worker(ctx, tx, c, "/place/request", string(r.ID)); err != nil {
		return err
	}
	return n.s.modes.Changed(ctx, tx, c) // a room that cannot be had may close online
}

// Call puts the case on the coordinator's desk; what does not work is not said.
func (n roomNews) Call(ctx context.Context, tx txn.Write, c casework.Case) error {
	return n.s.tasks.Open(ctx, tx, notify.Task{Kind: notify.CallWanted, Subject: string(c.ID)})
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

// costs knows who pays, by the answers from which the rule in force of a
// workplace was written (governancedata/questions.txt). A limit ("cap") is left
// to the rule: a page that said "the company pays" would promise too much.
type costs struct{ s *services }

func (x costs) Costs(ctx context.Context, tx txn.Read, w id.Workplace) (readiness.CostRule, error) {
	versions, err := x.s.governance.Store.Rules(ctx, tx, w)
	if err != nil {
		return readiness.CostRule{}, err
	}
	rule, ok := governance.InForce(versions, civil.DateOf(tx.Now(), home))
	if !ok {
		return readiness.CostRule{}, nil
	}
	is := func(question, answer string) bool { return slices.Contains(rule.Answers[question], answer) }
	var out readiness.CostRule
	if is("pay_room", "company") || is("booth", "office") {
		out.Room = readiness.Employer
	}
	switch {
	case is("headset", "lend"), is("headset", "buy"):
		out.Headset = readiness.Employer
	case is("headset", "own"):
		out.Headset = readiness.Worker
	}
	if is("pay_line", "device") || is("pay_line", "refund") {
		out.Line = readiness.Employer
	}
	return out, nil
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

// physicianPlace asks whether the physician said today that he talks from a private room.
type physicianPlace struct{ s *services }

func (p physicianPlace) MayStart(ctx context.Context, tx txn.Read, c casework.Case, _ time.Time) error {
	return p.s.readiness.MayStart(ctx, tx, c)
}

// cameraExceptions tells the room what was asked and decided about the camera
// beforehand. The room's own table of reasons is shorter: it never learns more
// of the reason than it has to.
type cameraExceptions struct{ s *services }

func (x cameraExceptions) CameraException(ctx context.Context, tx txn.Read, c casework.Case) (room.CameraException, error) {
	got, err := x.s.readiness.CameraException(ctx, tx, c.ID)
	if err != nil || got.AskedAt.IsZero() {
		return room.CameraException{}, err
	}
	out := room.CameraException{Reason: "UNAVOIDABLE", Asked: got.AskedAt}
	if got.Reason == "HEALTH" || got.Reason == "DEVICE" {
		out.Reason = got.Reason
	}
	if got.Allowed() {
		out.Given = got.DecidedAt
	}
	return out, nil
}

// readinessPages are the parts of the pages that get people ready.
func (s *services) readinessPages() readinessweb.Deps {
	return readinessweb.Deps{Service: s.readiness, Free: s.bookings.FreeSlots, Progress: s.rehearsals, Zone: home, Now: time.Now}
}

// checkPages are the parts of the device check.
func (s *services) checkPages(public string) readinessweb.CheckDeps {
	return readinessweb.CheckDeps{
		Checker: s.checker, Signalling: "/media", Zone: home, Service: s.readiness,
		Handover: func(ctx context.Context, who actor.Actor, path string) (link string, until time.Time, err error) {
			err = s.db.Write(ctx, who, "readiness.other_device", func(ctx context.Context, tx txn.Write) error {
				link, until, err = s.accounts.Mint(ctx, tx, who.Account, path)
				return err
			})
			return public + link, until, err
		},
	}
}

// rehearsals lists how far the online appointments of the next two days are.
func (s *services) rehearsals(ctx context.Context, who actor.Actor) ([]readiness.ProgressLine, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) ([]readiness.ProgressLine, error) {
		physicians, err := s.people.Physicians(ctx, tx)
		if err != nil {
			return nil, err
		}
		var cases []id.Case
		for _, p := range physicians {
			list, err := s.bookings.OfPhysician(ctx, tx, p.ID, tx.Now(), tx.Now().Add(48*time.Hour))
			if err != nil {
				return nil, err
			}
			for _, b := range list {
				if b.State == scheduling.Booked {
					cases = append(cases, b.Case)
				}
			}
		}
		return s.readiness.ProgressOf(ctx, tx, who, cases)
	})
}

// provided says in a line each what became of the rooms and headsets asked for.
func (s *services) provided(ctx context.Context, tx txn.Read, c casework.Case, zone *time.Location) ([]string, error) {
	list, err := s.readiness.Standing(ctx, tx, c.ID)
	var out []string
	for _, r := range list {
		switch {
		case r.State == readiness.RequestOpen:
			out = append(out, lang.T(ctx, "手配中です。%sまでにお返事します。", lang.Date(ctx, r.Due)))
		case r.State == readiness.RequestNotFound:
			out = append(out, lang.T(ctx, "用意できませんでした。ほかの方法をご案内します。"))
		case r.Kind == readiness.HeadsetRequest:
			out = append(out, lang.T(ctx, "ヘッドセットを%sにお渡しします。", lang.Date(ctx, r.LentOn)))
		default:
			out = append(out, r.Address+" "+r.Room+" "+lang.Span(ctx, r.From, r.To, zone))
		}
	}
	return out, err
}

// placeDue tells whether a physician still has to say where he talks from today.
func (s *services) placeDue(ctx context.Context, tx txn.Read, bookings []scheduling.Booking, physician id.Physician) (bool, error) {
	today := civil.DateOf(tx.Now(), home)
	for _, b := range bookings {
		if b.State == scheduling.Booked && b.Mode == casework.Online && civil.DateOf(b.From, home) == today {
			err := s.readiness.MayStart(ctx, tx, casework.Case{Physician: physician})
			if fault.KindOf(err) == fault.Conflict && err != nil {
				return true, nil
			}
			return false, err
		}
	}
	return false, nil
}

// samePhone tells whether the worker is about to talk on the very phone he would be called back on.
func (s *services) samePhone(ctx context.Context, who actor.Actor, c id.Case, agent string) (bool, error) {
	if who.Employee == "" {
		return false, nil
	}
	sheet, err := s.readiness.RehearsalOf(ctx, who, c, readinessweb.DeviceKind(agent))
	return sheet.Trap == readiness.SamePhone, err
}
