// Package questionnairetest holds what tests of the questionnaire share: a house
// with a company, its people and the real service, and the suite that every
// store has to pass. For tests only.
package questionnairetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/id"
	"mendan/internal/questionnaire"
	"mendan/internal/questionnaire/forms"
	"mendan/internal/questionnaire/questionnairedb"
	"mendan/internal/txn"
)

// House is the real service on a real database; only the alarm is a Bell.
type House struct {
	t  testing.TB
	DB *database.DB
	*directorytest.World
	Cases   *casework.Service
	Service *questionnaire.Service
	Bell    *Bell
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB) *House {
	t.Helper()
	store := directorydb.New()
	h := &House{t: t, DB: db, World: directorytest.NewWorld(t, db, store), Bell: &Bell{}}
	h.Cases = casework.NewService(db, caseworkdb.Store{}, directory.NewService(db, store))
	library, err := forms.Load()
	if err != nil {
		t.Fatal(err)
	}
	h.Service = questionnaire.NewService(db, questionnairedb.New(), h.Cases, h.Bell, library, time.FixedZone("JST", 9*60*60))
	return h
}

// Open opens a case of the worker that the physician of the world holds.
func (h *House) Open(kind casework.Type) casework.Case {
	h.t.Helper()
	c, err := h.Cases.Open(context.Background(), h.AsWorker(), casework.OpenInput{Employee: h.Worker.ID, Type: kind})
	if err != nil {
		h.t.Fatal(err)
	}
	return h.Move(c.ID, casework.Scheduled)
}

// Move moves a case and gives it the physician of the world.
func (h *House) Move(c id.Case, e casework.Event) casework.Case {
	h.t.Helper()
	var out casework.Case
	err := h.DB.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		got, err := h.Cases.AdvanceWith(ctx, tx, c, e, func(k *casework.Case) { k.Physician = h.Physician.ID })
		out = got
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// Say saves one answer as the worker.
func (h *House) Say(c id.Case, form questionnaire.FormID, question string, values ...string) questionnaire.Saved {
	h.t.Helper()
	out, err := h.Service.Save(context.Background(), h.AsWorker(), questionnaire.SaveInput{
		Case: c, Form: form, Question: question, Language: "ja", Answer: questionnaire.Input{Values: values},
	})
	if err != nil {
		h.t.Fatalf("%s %v: %v", question, values, err)
	}
	return out
}

// Fill answers everything that is still open with the first choice that is
// nothing to worry about, and declines the rest.
func (h *House) Fill(c id.Case, form questionnaire.FormID) {
	h.t.Helper()
	for {
		s, err := h.Service.Sheet(context.Background(), h.AsWorker(), c, form)
		if err != nil {
			h.t.Fatal(err)
		}
		q, left := s.Form.FirstOpen(s.Response.Answers)
		if !left {
			return
		}
		in := questionnaire.SaveInput{Case: c, Form: form, Question: q.ID, Language: "ja", Answer: questionnaire.Input{Decline: true}}
		if o, ok := harmless(q); ok {
			in.Answer = questionnaire.Input{Values: []string{o}}
		}
		if _, err := h.Service.Save(context.Background(), h.AsWorker(), in); err != nil {
			h.t.Fatalf("%s: %v", q.ID, err)
		}
	}
}

func harmless(q *questionnaire.Question) (string, bool) {
	for _, o := range q.Choices {
		if o.Alone || q.Kind == questionnaire.Choice {
			return o.ID, true
		}
	}
	return "", false
}

// Bell writes down the alerts that were raised.
type Bell struct {
	mu   sync.Mutex // guards rung
	rung []questionnaire.Alert
}

// Raise implements questionnaire.Alarm.
func (b *Bell) Raise(_ context.Context, _ txn.Write, _ casework.Case, a questionnaire.Alert) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rung = append(b.rung, a)
	return nil
}

// Rung gives the rules that were raised since the last time, in order.
func (b *Bell) Rung() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, a := range b.rung {
		out = append(out, a.Rule)
	}
	b.rung = nil
	return out
}
