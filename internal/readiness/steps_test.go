package readiness

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/casework"
)

var (
	jst  = time.FixedZone("JST", 9*60*60)
	from = time.Date(2026, 12, 1, 14, 0, 0, 0, jst)
)

// line writes the steps as one line: key, state, reason.
func line(list []Step) string {
	var out []string
	for _, s := range list {
		text := string(s.Key) + "=" + string(s.State)
		if s.Why != WhyNone {
			text += ":" + string(s.Why)
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func base() facts {
	return facts{
		Case: casework.Case{Type: casework.LongHoursGeneral, State: casework.Ready, Wish: casework.Either},
		Zone: jst, Now: from.AddDate(0, 0, -7), Forms: 2,
	}
}

func booked(f facts) facts {
	f.Case.State, f.Booked, f.From, f.To, f.Mode = casework.Booked, true, from, from.Add(30*time.Minute), casework.Online
	return f
}

func prepared(f facts) facts {
	f = booked(f)
	f.FormsDone, f.AllSent, f.Contact, f.Read = true, true, true, true
	f.Place = Place{Kind: Home, Alone: true}
	f.Check = CheckFact{At: f.Now, OK: true}
	return f
}

func TestSteps(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		facts func() facts
		want  string
	}{
		{"fresh", base,
			"booking=next questionnaire=open place=open contact=open company=open check=open today=closed:book_first enter=closed:book_first letter=closed:after"},
		{"booked a week ahead", func() facts { return booked(base()) },
			"booking=done:time questionnaire=next place=open contact=open company=open check=open:day_before today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"half of the questions", func() facts { f := booked(base()); f.FormsBegun, f.FormDone, f.FormAll = true, 5, 49; return f },
			"booking=done:time questionnaire=next:progress place=open contact=open company=open check=open:day_before today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"a consultation needs no answers", func() facts {
			f := booked(base())
			f.Case.Type, f.Optional, f.FormsDone = casework.Consultation, true, true
			return f
		},
			"booking=done:time questionnaire=open:optional place=next contact=open company=open check=open:day_before today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"no form at all", func() facts { f := booked(base()); f.Forms = 0; return f },
			"booking=done:time questionnaire=not_needed place=next contact=open company=open check=open:day_before today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"a room is wished for", func() facts {
			f := prepared(base())
			f.Place = Place{Kind: NoPlace}
			return f
		},
			"booking=done:time questionnaire=done place=begun:wanted contact=done company=done check=done today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"the check failed", func() facts { f := prepared(base()); f.Check.OK = false; return f },
			"booking=done:time questionnaire=done place=done contact=done company=done check=next:check_failed today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"all prepared", func() facts { return prepared(base()) },
			"booking=done:time questionnaire=done place=done contact=done company=done check=done today=closed:on_the_day enter=closed:from letter=closed:after"},
		{"the day has come", func() facts { f := prepared(base()); f.Now = from.Add(-3 * time.Hour); return f },
			"booking=done:time questionnaire=done place=done contact=done company=done check=done today=next enter=closed:from letter=closed:after"},
		{"at the door without an address", func() facts { f := prepared(base()); f.Now = from.Add(-15 * time.Minute); return f },
			"booking=done:time questionnaire=done place=done contact=done company=done check=done today=next enter=closed:prepare_first letter=closed:after"},
		{"at the door", func() facts { f := prepared(base()); f.Now, f.Address = from.Add(-15*time.Minute), true; return f },
			"booking=done:time questionnaire=done place=done contact=done company=done check=done today=done enter=next letter=closed:after"},
		{"a minute too early", func() facts { f := prepared(base()); f.Now, f.Address = from.Add(-16*time.Minute), true; return f },
			"booking=done:time questionnaire=done place=done contact=done company=done check=done today=done enter=closed:from letter=closed:after"},
		{"in person", func() facts { f := prepared(base()); f.Mode, f.Place = casework.InPerson, Place{}; return f },
			"booking=done:time questionnaire=done place=not_needed:in_person contact=done company=done check=not_needed:in_person today=not_needed:in_person enter=not_needed:in_person letter=closed:after"},
		{"in session", func() facts {
			f := prepared(base())
			f.Case.State, f.Now, f.Address, f.Read = casework.InSession, from, true, false
			return f
		},
			"booking=done questionnaire=done place=done contact=done company=next check=done today=done enter=open letter=closed:after"},
		{"nothing was prepared, in session", func() facts {
			f := booked(base())
			f.Case.State, f.Now, f.Read = casework.InSession, from, true
			return f
		},
			"booking=done questionnaire=closed:begun place=closed:begun contact=closed:begun company=done check=closed:begun today=closed:begun enter=next letter=closed:after"},
		{"the physician writes", func() facts {
			f := prepared(base())
			f.Case.State, f.Case.HeldAt, f.Address = casework.Drafting, from, true
			return f
		},
			"booking=done questionnaire=done place=done contact=done company=done check=done today=done enter=done letter=closed:writing"},
		{"the letter is there", func() facts {
			f := prepared(base())
			f.Case.State, f.Case.HeldAt, f.Address, f.Letter.Ready = casework.WithWorker, from, true, true
			return f
		},
			"booking=done questionnaire=done place=done contact=done company=done check=done today=done enter=done letter=next"},
		{"withdrawn", func() facts { f := base(); f.Case.State = casework.Abandoned; return f },
			"booking=closed:over questionnaire=closed:over place=closed:over contact=closed:over company=next check=closed:over today=closed:over enter=done letter=not_needed:over"},
	} {
		if d := cmp.Diff(strings.Fields(x.want), strings.Fields(line(steps(x.facts())))); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
}

// What has to be there before the room, whatever else is or is not: EM-G2 and SES-04.
func TestMissing(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name   string
		change func(*facts)
		want   []Key
	}{
		{"all there", func(*facts) {}, nil},
		{"no answers and nothing read", func(f *facts) { f.FormsDone, f.Read, f.Check.OK = false, false, false }, nil},
		{"not alone", func(f *facts) { f.Place.Alone = false }, []Key{StepPlace}},
		{"wishes for a room", func(f *facts) { f.Place = Place{Kind: NoPlace} }, []Key{StepPlace}},
		{"no contact, no address", func(f *facts) { f.Contact, f.Address = false, false }, []Key{StepContact, StepToday}},
		{"in person", func(f *facts) { f.Mode, f.Place, f.Contact, f.Address = casework.InPerson, Place{}, false, false }, nil},
	} {
		f := prepared(base())
		f.Address = true
		x.change(&f)
		if got := missing(f); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

// The day is the workplace's: 23:30 in Tokyo is the same day, 00:30 the next.
func TestTodayIsTheWorkplaces(t *testing.T) {
	t.Parallel()
	f := booked(base())
	for _, x := range []struct {
		now  time.Time
		want bool
	}{
		{time.Date(2026, 12, 1, 0, 0, 0, 0, jst), true}, {time.Date(2026, 11, 30, 23, 59, 59, 0, jst), false},
		{time.Date(2026, 12, 1, 23, 59, 59, 0, jst), true}, {time.Date(2026, 12, 2, 0, 0, 0, 0, jst), false},
	} {
		f.Now = x.now.UTC()
		if f.today() != x.want {
			t.Errorf("%s: %v", x.now, f.today())
		}
	}
}
