package readinesstest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/txn"
)

// PlaceSuite is what every readiness.PlaceStore and RequestStore has to do.
func PlaceSuite(t *testing.T, db *database.DB, store readiness.Store) {
	t.Helper()
	now := time.Date(2026, 11, 23, 3, 0, 0, 123000, time.UTC)
	day := func(d int) civil.Date { return civil.Date{Year: 2026, Month: 11, Day: d} }
	c := casework.Case{ID: id.New[id.Case](), Company: "com_a", Workplace: id.New[id.Workplace](), Employee: id.New[id.Employee]()}
	other := casework.Case{ID: id.New[id.Case](), Company: "com_b", Workplace: id.New[id.Workplace](), Employee: id.New[id.Employee]()}
	same := func(what string, want, got any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", what, d)
		}
	}
	act := func(f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := db.Write(context.Background(), actor.System("test"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	none := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, readiness.ErrNone) {
			t.Errorf("%s: %v, want ErrNone", what, err)
		}
	}
	physician, second := id.New[id.Physician](), id.New[id.Physician]()
	act(func(ctx context.Context, tx txn.Write) error {
		_, err := store.PhysicianPlace(ctx, tx, physician, day(23))
		none("physician's place", err)
		_, err = store.Circumstances(ctx, tx, c.ID)
		none("circumstances", err)
		_, err = store.Camera(ctx, tx, c.ID)
		none("camera", err)
		_, err = store.Request(ctx, tx, c.ID, readiness.RoomRequest)
		none("request", err)
		_, err = store.RequestByID(ctx, tx, id.New[id.Request]())
		none("request", err)
		list, err := store.RequestsFor(ctx, tx, nil, false)
		same("nobody's requests", 0, len(list))
		return err
	})

	monday := readiness.PhysicianPlace{Physician: physician, Day: day(23), Kind: "CLINIC", Note: "第2診察室", Alone: true, Unseen: true, Network: "WIRED", SaidAt: now}
	again := monday
	again.Kind, again.Network = readiness.Home, readiness.PublicWiFi
	friday := monday
	friday.Day = day(27)
	foreign := monday
	foreign.Physician = second
	act(func(ctx context.Context, tx txn.Write) error {
		for _, p := range []readiness.PhysicianPlace{monday, foreign, friday, again} {
			if err := store.PutPhysicianPlace(ctx, tx, p); err != nil {
				return err
			}
		}
		for d, want := range map[int]readiness.PhysicianPlace{23: again, 26: again, 27: friday, 30: friday} {
			got, err := store.PhysicianPlace(ctx, tx, physician, day(d))
			if err != nil {
				return err
			}
			same("place up to "+day(d).String(), want, got)
		}
		_, err := store.PhysicianPlace(ctx, tx, physician, day(22))
		none("before the first", err)
		return nil
	})

	act(func(ctx context.Context, tx txn.Write) error {
		for i, m := range []readiness.SoundMark{
			{Site: readiness.Home, Verdict: readiness.Noisy, At: now}, {Site: readiness.CompanyRoom, Verdict: readiness.Quiet, At: now.Add(time.Second)},
			{Site: readiness.Home, Verdict: readiness.Quiet, At: now.Add(2 * time.Second)},
		} {
			if err := store.PutSound(ctx, tx, c, m); err != nil {
				return err
			}
			if i == 0 {
				if err := store.PutSound(ctx, tx, other, readiness.SoundMark{Site: readiness.Home, Verdict: readiness.Speech, At: now}); err != nil {
					return err
				}
			}
		}
		got, err := store.Sounds(ctx, tx, c.ID)
		same("sounds", []readiness.SoundMark{{Site: readiness.Home, Verdict: readiness.Quiet, At: now.Add(2 * time.Second)}, {Site: readiness.CompanyRoom, Verdict: readiness.Quiet, At: now.Add(time.Second)}}, got)
		return err
	})

	act(func(ctx context.Context, tx txn.Write) error {
		for _, r := range []readiness.Rung{readiness.Telephone, readiness.OtherDevice, readiness.Telephone} {
			if err := store.AddRung(ctx, tx, c, r, now); err != nil {
				return err
			}
		}
		got, err := store.Rungs(ctx, tx, c.ID)
		slices.Sort(got)
		same("rungs", []readiness.Rung{readiness.OtherDevice, readiness.Telephone}, got)
		return err
	})

	said := readiness.Circumstances{Case: c.ID, Company: c.Company, Employee: c.Employee, Overheard: readiness.Yes, Operate: readiness.Help, SaidAt: now}
	later := said
	later.Overheard, later.Abroad = readiness.Unsaid, readiness.No
	wish := readiness.Camera{Case: c.ID, Company: c.Company, Employee: c.Employee, Reason: "UNSAID", Note: "𠮷", AskedAt: now}
	decided := wish
	decided.Decision, decided.Answer, decided.DecidedBy, decided.DecidedAt = readiness.CameraAllowed, "はい", physician, now.Add(time.Hour)
	act(func(ctx context.Context, tx txn.Write) error {
		for _, x := range []readiness.Circumstances{said, later} {
			if err := store.PutCircumstances(ctx, tx, x); err != nil {
				return err
			}
			got, err := store.Circumstances(ctx, tx, c.ID)
			if err != nil {
				return err
			}
			same("circumstances", x, got)
		}
		for _, x := range []readiness.Camera{wish, decided, wish} {
			if err := store.PutCamera(ctx, tx, x); err != nil {
				return err
			}
			got, err := store.Camera(ctx, tx, c.ID)
			if err != nil {
				return err
			}
			same("camera", x, got)
		}
		if err := store.DeleteCamera(ctx, tx, c.ID); err != nil {
			return err
		}
		_, err := store.Camera(ctx, tx, c.ID)
		none("camera taken back", err)
		return store.DeleteCamera(ctx, tx, c.ID)
	})
	requests(t, act, same, store, now, c, other)
}

// requests tries the order of lists, foreign rows and the wall behind one of each kind.
func requests(t *testing.T, act func(func(context.Context, txn.Write) error), same func(string, any, any), store readiness.Store, now time.Time, c, other casework.Case) {
	t.Helper()
	newOne := func(k casework.Case, kind readiness.RequestKind, state readiness.RequestState, due int) readiness.Request {
		return readiness.Request{
			ID: id.New[id.Request](), Case: k.ID, Company: k.Company, Workplace: k.Workplace, Employee: k.Employee, Kind: kind, Wish: "駅の近く",
			State: state, AskedAt: now, Due: civil.Date{Year: 2026, Month: 11, Day: due},
		}
	}
	third := c
	third.ID = id.New[id.Case]()
	room, headset := newOne(c, readiness.RoomRequest, readiness.RequestOpen, 27), newOne(c, readiness.HeadsetRequest, readiness.RequestOpen, 25)
	done, back := newOne(third, readiness.RoomRequest, readiness.RequestArranged, 24), newOne(third, readiness.HeadsetRequest, readiness.RequestWithdrawn, 24)
	done.Address, done.Room, done.Note, done.From, done.To, done.AnsweredAt = "東京都港区芝1-2-3", "ブースA", "受付で", now, now.Add(time.Hour), now
	foreign := newOne(other, readiness.RoomRequest, readiness.RequestOpen, 26)
	foreign.ByProvider, foreign.LentOn = true, civil.Date{Year: 2026, Month: 11, Day: 30}
	act(func(ctx context.Context, tx txn.Write) error {
		for _, r := range []readiness.Request{room, headset, done, back, foreign} {
			if err := store.PutRequest(ctx, tx, r); err != nil {
				return err
			}
			got, err := store.RequestByID(ctx, tx, r.ID)
			if err != nil {
				return err
			}
			same("request", r, got)
		}
		list, err := store.Requests(ctx, tx, c.ID)
		same("of a case", []readiness.Request{room, headset}, list)
		if err != nil {
			return err
		}
		list, err = store.RequestsFor(ctx, tx, []id.Workplace{c.Workplace}, false)
		same("of a workplace", []readiness.Request{headset, room, done}, list)
		if err != nil {
			return err
		}
		list, err = store.RequestsFor(ctx, tx, nil, true)
		same("of everybody", []readiness.Request{headset, foreign, room, done}, list)
		if err != nil {
			return err
		}
		headset.State, headset.LentOn = readiness.RequestArranged, civil.Date{Year: 2026, Month: 11, Day: 24}
		if err := store.PutRequest(ctx, tx, headset); err != nil {
			return err
		}
		got, err := store.Request(ctx, tx, c.ID, readiness.HeadsetRequest)
		same("answered", headset, got)
		return err
	})
}
