package readiness

import (
	"slices"
	"testing"
	"time"

	"mendan/internal/casework"
)

var jst = time.FixedZone("JST", 9*60*60)

// ready is a worker who may enter: online, booked, with everything there.
func ready() facts {
	from := time.Date(2026, 12, 1, 10, 0, 0, 0, jst)
	return facts{
		Case: casework.Case{Type: casework.LongHoursGeneral, State: casework.Booked, Wish: casework.Online}, Zone: jst, Now: from.Add(-5 * time.Minute),
		Booked: true, From: from, To: from.Add(30 * time.Minute), Mode: casework.Online,
		Place: Place{Kind: Home, Alone: true}, Contact: true, Address: true,
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
		{"not alone", func(f *facts) { f.Place.Alone = false }, []Key{StepPlace}},
		{"wishes for a room", func(f *facts) { f.Place = Place{Kind: NoPlace} }, []Key{StepPlace}},
		{"no contact, no address", func(f *facts) { f.Contact, f.Address = false, false }, []Key{StepContact, StepToday}},
		{"in person", func(f *facts) { f.Mode, f.Place, f.Contact, f.Address = casework.InPerson, Place{}, false, false }, nil},
	} {
		f := ready()
		x.change(&f)
		if got := missing(f); !slices.Equal(got, x.want) {
			t.Errorf("%s: %v", x.name, got)
		}
	}
}

// The day is the workplace's: 23:30 in Tokyo is the same day, 00:30 the next.
func TestTodayIsTheWorkplaces(t *testing.T) {
	t.Parallel()
	f := ready()
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
