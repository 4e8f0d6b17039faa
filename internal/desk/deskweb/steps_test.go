package deskweb

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/web/ui"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, japan)

// where says which step is proposed and how the others stand, one letter each.
func where(i Interview) (next, states string) {
	letters := map[ui.State]string{ui.Todo: "o", ui.Now: "N", ui.Doing: "h", ui.Done: "x", ui.Later: "-", ui.None: "."}
	next = "wait"
	for _, s := range steps(context.Background(), i) {
		states += letters[s.State]
		if s.State == ui.Now {
			next = s.id
		}
	}
	return next, states
}

// Steps in order: booking, company, questionnaire, place, contact, check, room, letter.
func TestWhatComesNextForTheWorker(t *testing.T) {
	t.Parallel()
	form := func(f func(q *Questionnaire)) []Questionnaire {
		q := Questionnaire{Form: "intake", Name: "事前アンケート", Of: 10}
		if f != nil {
			f(&q)
		}
		return []Questionnaire{q}
	}
	sent := form(func(q *Questionnaire) { q.Sent = true })
	online := &Booking{From: noon, To: noon.Add(30 * time.Minute), Mode: casework.Online, Movable: true}
	inRoom := &Booking{From: noon, To: noon.Add(30 * time.Minute), Mode: casework.InPerson, Place: "本社"}
	ready := Interview{State: casework.Booked, Booking: online, CompanyRead: true, Questionnaires: sent, PlaceDeclared: true, ContactGiven: true, Check: Check{At: noon, OK: true}}
	change := func(i Interview, f func(*Interview)) Interview { f(&i); return i }
	for _, c := range []struct {
		name         string
		i            Interview
		next, states string
	}{
		{"just opened", Interview{State: casework.Ready, Questionnaires: form(nil)}, "booking", "Noooo---"},
		{"not even applied", Interview{State: casework.Waiting}, "booking", "Nooo---"},
		{"booked", Interview{State: casework.Booked, Booking: online, Questionnaires: form(nil)}, "questionnaire", "xoNooo--"},
		{"half answered", Interview{State: casework.Booked, Booking: online, Questionnaires: form(func(q *Questionnaire) { q.Answered = 4 })}, "questionnaire", "xoNooo--"},
		{"an optional form is never proposed", Interview{State: casework.Booked, Booking: online, CompanyRead: true, Questionnaires: form(func(q *Questionnaire) { q.Optional = true })}, "place", "xxoNoo--"},
		{"all done", ready, "wait", "xxxxxx--"},
		{"where are you today?", change(ready, func(i *Interview) { i.AddressDue = true }), "place", "xxxNxx--"},
		{"check failed", change(ready, func(i *Interview) { i.Check.OK = false }), "check", "xxxxxN--"},
		{"the door is open", change(ready, func(i *Interview) { i.Room.Open = true; i.PlaceDeclared = false }), "room", "xxxoxxN-"},
		{"in person", Interview{State: casework.Booked, Booking: inRoom, CompanyRead: true, Questionnaires: sent}, "wait", "xxx....-"},
		{"in person, nothing answered", Interview{State: casework.Booked, Booking: inRoom, Questionnaires: form(nil)}, "questionnaire", "xoN....-"},
		{"held with a form left over", change(ready, func(i *Interview) {
			i.State, i.Room.Ended, i.Questionnaires = casework.Held, true, form(func(q *Questionnaire) { q.Closed = true })
		}), "wait", "xx.xxxx-"},
		{"letter to read", change(ready, func(i *Interview) { i.State, i.Room.Ended, i.Letter = casework.WithWorker, true, LetterToRead }), "letter", "xxxxxxxN"},
		{"letter with the company", change(ready, func(i *Interview) { i.State, i.Room.Ended, i.Letter = casework.WithEmployer, true, LetterReleased }), "wait", "xxxxxxxx"},
		{"withdrawn before booking", Interview{State: casework.Abandoned}, "wait", ".o....-"},
	} {
		next, states := where(c.i)
		if next != c.next || states != c.states {
			t.Errorf("%s: %s %s, want %s %s", c.name, next, states, c.next, c.states)
		}
	}
}

// A step that cannot be opened yet has no link and says why.
func TestClosedStepsSayWhy(t *testing.T) {
	t.Parallel()
	for _, i := range []Interview{{State: casework.Ready}, {State: casework.Booked, Booking: &Booking{From: noon, To: noon, Mode: casework.Online}}} {
		for _, s := range steps(context.Background(), i) {
			if s.State == ui.Later && s.Note == "" {
				t.Errorf("%s is closed and does not say why", s.id)
			}
			if s.State != ui.Later && s.State != ui.None && s.id != "booking" && s.Href == "" {
				t.Errorf("%s is open and leads nowhere", s.id)
			}
		}
	}
}

func TestWhatThePhysicianDoesNext(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	at := func(minutes int, state SessionState) Session {
		from := noon.Add(time.Duration(minutes) * time.Minute)
		return Session{Case: "cas_s", Worker: "髙橋", Company: "みなと", From: from, To: from.Add(30 * time.Minute), State: state}
	}
	letter := LetterDue{Case: "cas_l", Worker: "小林", Due: civil.Date{Year: 2026, Month: 11, Day: 28}}
	for _, c := range []struct {
		name string
		day  PhysicianDay
		href string
	}{
		{"a running interview before somebody who waits", PhysicianDay{Sessions: []Session{at(20, SessionWaiting), {Case: "cas_o", State: SessionOpen}}}, "/interviews/cas_o/room"},
		{"somebody waits before a letter", PhysicianDay{Sessions: []Session{at(20, SessionWaiting)}, Letters: []LetterDue{letter}}, "/interviews/cas_s/room"},
		{"an interview soon before a letter", PhysicianDay{Sessions: []Session{at(15, SessionBooked)}, Letters: []LetterDue{letter}}, "/physician/cases/cas_s"},
		{"a letter before an interview in an hour", PhysicianDay{Sessions: []Session{at(60, SessionBooked)}, Letters: []LetterDue{letter}}, "/physician/cases/cas_l/report"},
		{"an interview in an hour", PhysicianDay{Sessions: []Session{at(60, SessionBooked)}}, "/physician/cases/cas_s"},
		{"one that is past and was missed", PhysicianDay{Sessions: []Session{at(-60, SessionBooked)}, Letters: []LetterDue{letter}}, "/physician/cases/cas_l/report"},
		{"tomorrow", PhysicianDay{Coming: []Session{at(1440, SessionBooked)}}, ""},
		{"nothing", PhysicianDay{}, "/physician/availability"},
	} {
		c.day.Today = civil.DateOf(noon, japan)
		if got := physicianNext(ctx, c.day, noon); got.Href != c.href {
			t.Errorf("%s: %q leads to %q, want %q", c.name, got.Heading, got.Href, c.href)
		}
	}
}

func TestWhatHRDoesNext(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	today := civil.DateOf(noon, japan)
	wait := Deadline{Case: "cas_w", Duty: DutyHold, Due: today.AddDays(1), Worker: "髙橋"}
	act := Deadline{Case: "cas_a", Duty: DutyMeasure, Due: today.AddDays(9), Worker: "小林"}
	if got := hrNext(ctx, HRDesk{Today: today, Deadlines: []Deadline{wait, act}}); got.Href != "/hr/cases/cas_a/measures" || got.Wait {
		t.Errorf("what HR can act on comes first: %+v", got)
	}
	if got := hrNext(ctx, HRDesk{Today: today, Deadlines: []Deadline{wait}}); !got.Wait || got.Button != "" {
		t.Errorf("only waiting: %+v", got)
	}
	early, soonDue := act, act
	early.Duty, early.Due = DutyBook, today.AddDays(15)
	soonDue.Duty, soonDue.Due = DutyBook, today.AddDays(14)
	if got := hrNext(ctx, HRDesk{Today: today, Deadlines: []Deadline{early}}); !got.Wait {
		t.Errorf("the worker still has time to book: %+v", got)
	}
	if got := hrNext(ctx, HRDesk{Today: today, Deadlines: []Deadline{soonDue}}); got.Href != "/hr/bookings/new?case=cas_a" {
		t.Errorf("time to help with the booking: %+v", got)
	}
	if got := hrNext(ctx, HRDesk{Today: today}); !got.Wait {
		t.Errorf("nothing: %+v", got)
	}
}

// Figures of one to nine people are never shown; see roles-and-access, minimum group size.
func TestSmallFiguresAreNotShown(t *testing.T) {
	t.Parallel()
	got := map[int]string{}
	for _, n := range []int{0, 1, 9, 10, 120} {
		got[n] = count(context.Background(), n)
	}
	want := map[int]string{0: "0人", 1: "10人未満", 9: "10人未満", 10: "10人", 120: "120人"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestRedOnlyWhenLate(t *testing.T) {
	t.Parallel()
	today := civil.DateOf(noon, japan)
	for days, want := range map[int]ui.Kind{-1: ui.Error, 0: ui.Warning, 7: ui.Warning, 8: ui.Plain} {
		if got := dueKind(today, today.AddDays(days)); got != want {
			t.Errorf("%d days: %s, want %s", days, got, want)
		}
	}
	if dueKind(today, civil.Date{}) != ui.Plain {
		t.Error("no deadline is not late")
	}
}

// With several interviews the one whose door is open comes first, however new the others are.
func TestWhichInterviewComesFirst(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	open := view(ctx, Interview{State: casework.Booked, Booking: &Booking{From: noon, Mode: casework.Online}, Room: Room{Open: true}})
	later := view(ctx, Interview{State: casework.Booked, Booking: &Booking{From: noon, Mode: casework.Online}})
	fresh := view(ctx, Interview{State: casework.Ready})
	if open.urgency() >= later.urgency() || later.urgency() >= fresh.urgency() {
		t.Errorf("open %d, booked %d, fresh %d", open.urgency(), later.urgency(), fresh.urgency())
	}
}
