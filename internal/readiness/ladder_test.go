package readiness

import (
	"slices"
	"testing"
	"time"

	"mendan/internal/civil"
	"mendan/internal/phone"
)

func TestTrap(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		device string
		tel    phone.Number
		second string
		want   PhoneTrap
	}{
		{"iphone", "090-1234-5678", "", SamePhone},
		{"android", "080-1234-5678", "m@example.jp", SamePhone},
		{"android", "050-1234-5678", "m@example.jp", SamePhone},
		{"iphone", "+44-7700-900123", "m@example.jp", SamePhone},
		{"iphone", "090-1234-5678", "09012345678", SamePhone},
		{"iphone", "090-1234-5678", "03-1234-5678", OtherPhone},
		{"iphone", "090-1234-5678", "070-1234-5678", OtherPhone},
		{"iphone", "03-1234-5678", "m@example.jp", NoTrap},
		{"iphone", "", "", NoTrap},
		{"ipad", "090-1234-5678", "", NoTrap},
		{"windows", "090-1234-5678", "", NoTrap},
		{"", "090-1234-5678", "", NoTrap},
	} {
		if got := Trap(x.device, x.tel, x.second); got != x.want {
			t.Errorf("%+v: %q", x, got)
		}
	}
}

func TestLadder(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	good := Verdict{At: at, Camera: Fine, Microphone: Fine, Speaker: Fine, Line: Fine}
	bad := good
	bad.Camera = Denied
	for _, x := range []struct {
		name     string
		last     Verdict
		failures int
		sound    Sound
		taken    []Rung
		phone    bool
		want     Rung
		stuck    bool
		state    Progress
	}{
		{"never tried", Verdict{}, 0, "", nil, true, "", false, NotYet},
		{"passed", good, 0, "", nil, true, "", false, Passed},
		{"passed and quiet", good, 0, Quiet, nil, true, "", false, Passed},
		{"a dead microphone is no noise", good, 0, MicSilent, nil, true, "", false, Passed},
		{"failed once", bad, 1, "", nil, true, OtherDevice, false, Trouble},
		{"failed twice", bad, 2, "", nil, true, OtherDevice, true, Stuck},
		{"another device failed", bad, 1, "", []Rung{OtherDevice}, true, HeadsetOrRoom, true, Stuck},
		{"headset too", bad, 1, "", []Rung{HeadsetOrRoom, OtherDevice}, true, Telephone, true, Stuck},
		{"no telephone", bad, 1, "", []Rung{HeadsetOrRoom, OtherDevice}, false, ComeInPerson, true, Stuck},
		{"all", bad, 3, "", Rungs(), true, ComeInPerson, true, Stuck},
		{"only loud", good, 0, Babble, nil, true, HeadsetOrRoom, false, Trouble},
		{"still loud", good, 0, Speech, []Rung{HeadsetOrRoom}, true, ComeInPerson, true, Stuck},
		{"passed in the end", good, 0, Quiet, []Rung{OtherDevice}, true, "", false, Passed},
	} {
		l := ladder(x.last, x.failures, x.sound, x.taken, x.phone)
		if l.Next != x.want || l.Stuck() != x.stuck || progress(l) != x.state {
			t.Errorf("%s: next %q, stuck %v, %s", x.name, l.Next, l.Stuck(), progress(l))
		}
		if !slices.IsSortedFunc(l.Taken, func(a, b Rung) int { return slices.Index(Rungs(), a) - slices.Index(Rungs(), b) }) {
			t.Errorf("%s: %v", x.name, l.Taken)
		}
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	day := func(d int) civil.Date { return civil.Date{Year: 2026, Month: 11, Day: d} }
	for _, x := range []struct{ asked, interview, want civil.Date }{
		{day(23), civil.Date{}, day(25)},             // Monday: Wednesday
		{day(26), civil.Date{}, day(30)},             // Thursday: Monday
		{day(27), day(30), day(29)},                  // the day before, also a Sunday
		{day(27), day(28), day(27)},                  // tomorrow: today
		{day(27), day(27), day(27)},                  // today: today
		{day(23), day(24), day(23)},                  // tomorrow
		{day(23), day(26), day(25)},                  // early enough
		{day(28), civil.Date{}, day(1).AddMonths(1)}, // Saturday: Tuesday
	} {
		if got := due(x.asked, x.interview); got != x.want {
			t.Errorf("asked %s for %s: %s, want %s", x.asked, x.interview, got, x.want)
		}
	}
}
