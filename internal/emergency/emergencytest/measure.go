package emergencytest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencychannel"
	"mendan/internal/emergency/emergencydata"
	"mendan/internal/emergency/emergencydb"
	"mendan/internal/emergency/emergencyrun"
	"mendan/internal/id"
	"mendan/internal/outside"
	"mendan/internal/txn"
)

// Measure presses the button n times, each for a case of its own, while the
// real runner works, and tells how long it took from the press until an open
// page was told and until a webhook on this machine had the first SMS or call.
func Measure(ctx context.Context, db *database.DB, n int) (page, outwards []time.Duration, err error) {
	people := directory.NewService(db, directorydb.Store{})
	seed := actor.System("bench")
	w := &directorytest.World{}
	if w.Company, err = people.AddCompany(ctx, seed, directory.Company{Name: "みなと精工株式会社", Kana: "ミナトセイコウ"}); err != nil {
		return nil, nil, err
	}
	if w.Honsha, err = people.AddWorkplace(ctx, seed, directory.Workplace{Company: w.Company.ID, Name: "本社", Zone: "Asia/Tokyo", Headcount: 60}); err != nil {
		return nil, nil, err
	}
	if w.Physician, err = people.AddPhysician(ctx, seed, directory.Physician{
		Name: directory.Name{Family: "佐藤", Given: "宏", FamilyKana: "サトウ", GivenKana: "ヒロシ"}, Register: "990101", Licensed: civil.Date{Year: 1999, Month: 5, Day: 17}, Phone: "03-0123-7801",
	}); err != nil {
		return nil, nil, err
	}
	w.Worker.ID, w.Manager.ID, w.HR.ID = "emp_worker", "emp_manager", "emp_hr"
	table, err := emergencydata.Load()
	if err != nil {
		return nil, nil, err
	}
	around := &Around{live: map[id.Case]bool{}, danger: map[id.Case]bool{}, DecidedOn: civil.DateOf(time.Now(), w.Honsha.Location())}
	cases := casework.NewService(db, caseworkdb.Store{}, people)
	s := emergency.NewService(emergency.Parts{
		Txns: db, Store: emergencydb.Store{}, Cases: cases, People: people, Accounts: accounts{w}, Sessions: around, Alerts: around, Sealed: around,
		Notices: around, Meetings: around, Table: table, Channels: []emergency.Channel{emergency.SMS, emergency.Voice},
	})
	body := (&House{}).Whole()
	body.Chain, body.People = []string{"kimura", "hr"}, append(body.People[:4:4], body.People[5])
	p, err := s.SaveDraft(ctx, w.AsHR(), w.Honsha.ID, body)
	if err == nil {
		err = s.Approve(ctx, w.AsHR(), emergency.ApproveInput{Plan: p.ID, Meeting: "meeting"})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("plan: %w", err)
	}

	reached := make(chan struct{}, 64)
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		reached <- struct{}{}
		_, _ = io.WriteString(rw, `{"reference":"r"}`)
	}))
	defer server.Close()
	hook := emergencychannel.Webhook{URL: server.URL, Secret: "a secret of sixteen", Public: "https://mendan.example", Client: outside.Client(outside.Options{Inside: true}), Now: time.Now}
	told := make(chan struct{}, 64)
	s.Listen(func(id.Alarm) { told <- struct{}{} })
	runner := emergencyrun.New(s, map[emergency.Channel]emergencyrun.Sender{emergency.SMS: hook, emergency.Voice: hook}, slog.New(slog.DiscardHandler))
	running, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); runner.Run(running) }()
	defer func() { stop(); <-ended }()

	for range n {
		c := casework.Case{
			ID: id.New[id.Case](), Company: w.Company.ID, Workplace: w.Honsha.ID, Employee: w.Worker.ID, Physician: w.Physician.ID,
			Type: casework.LongHoursGeneral, State: casework.InSession, OpenedAt: time.Now().UTC().Truncate(time.Microsecond), Mode: casework.Online,
		}
		if err := db.Write(ctx, seed, "bench.case", func(ctx context.Context, tx txn.Write) error { return caseworkdb.Store{}.Insert(ctx, tx, c) }); err != nil {
			return nil, nil, err
		}
		began := time.Now()
		alarm, err := s.Press(ctx, w.AsPhysician(), emergency.PressInput{Case: c.ID, Level: emergency.E1})
		if err != nil {
			return nil, nil, err
		}
		for _, x := range []struct {
			heard chan struct{}
			into  *[]time.Duration
		}{{told, &page}, {reached, &outwards}} {
			select {
			case <-x.heard:
				*x.into = append(*x.into, time.Since(began))
			case <-time.After(30 * time.Second):
				return nil, nil, errors.New("nobody was told within 30 s of the press")
			}
		}
		if err := s.Close(ctx, w.AsPhysician(), alarm, emergency.CloseInput{Outcome: emergency.NoDanger}); err != nil {
			return nil, nil, err
		}
		quiet(told, reached)
	}
	return page, outwards, nil
}

// quiet waits until nothing more is heard of the emergency before.
func quiet(channels ...chan struct{}) {
	rest := time.NewTimer(100 * time.Millisecond)
	defer rest.Stop()
	for {
		select {
		case <-channels[0]:
		case <-channels[1]:
		case <-rest.C:
			return
		}
		rest.Reset(100 * time.Millisecond)
	}
}
