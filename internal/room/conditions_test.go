package room_test

import (
	"errors"
	"strings"
	"testing"

	"mendan/internal/lang"
	"mendan/internal/room"
	"mendan/internal/room/roomdata"
)

// good is a session in which everything is known and held.
func good() room.Facts {
	return room.Facts{
		"together": room.Number(1500), "together_share": room.Number(0.99), "picture_share_worker": room.Number(1),
		"camera_worker_seen": room.Yes(), "camera_physician_seen": room.Yes(), "in_person_open": room.Yes(),
		"package_given": room.Yes("package:1"), "package_waived": room.No(), "relations": room.Number(2), "without_picture": room.Number(12), "long_blinds": room.Number(0),
		"without_voice": room.Number(3), "line_lost": room.Number(4), "long_stops": room.Number(0), "encrypted": room.Yes(), "strangers": room.Number(0), "device_checked": room.Yes(),
		"deliberated": room.Yes(), "announced": room.Yes(), "alone": room.Yes(), "place_declared": room.Yes(),
		"emergency_plan": room.Yes(), "place_confirmed": room.Yes(), "phone_confirmed": room.Yes(),
	}
}

func notice(t *testing.T) room.Rules {
	t.Helper()
	r, err := roomdata.Notice()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNoticeIsWhole(t *testing.T) {
	t.Parallel()
	r := notice(t)
	want := "ICT-1-1 ICT-1-2 ICT-2-1-1 ICT-2-1-2 ICT-2-2-1 ICT-2-2-2 ICT-2-2-3 ICT-2-3-1 ICT-2-3-2 ICT-2-4"
	if got := strings.Join(r.Conditions(), " "); got != want {
		t.Errorf("conditions %s, want %s", got, want)
	}
	for _, code := range r.Reasons() {
		for _, l := range []lang.Lang{lang.JA, lang.EN} {
			if !lang.Has(l, "room.reason."+code) {
				t.Errorf("%s has no sentence for reason %s", l, code)
			}
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	// change | condition | verdict | reason
	for _, line := range strings.Split(strings.TrimSpace(`
-                         | ICT-1-1   | held     | held
together_share=0.5        | ICT-1-1   | not_held | apart_too_long
together_share=?          | ICT-1-1   | unknown  | nobody_met
picture_share_worker=0.85 | ICT-1-1   | not_held | worker_not_seen
picture_share_worker=?    | ICT-1-1   | unknown  | picture_not_measured
camera_worker_seen=0      | ICT-1-1   | not_held | worker_not_seen
camera_worker_seen=0      | ICT-2-2-1 | not_held | worker_not_seen
camera_physician_seen=0   | ICT-2-2-1 | not_held | physician_not_seen
camera_physician_seen=0   | ICT-1-1   | held     | held
package_given=0           | ICT-2-1-1 | not_held | package_missing
package_given=?           | ICT-2-1-1 | unknown  | package_unknown
package_waived=1          | ICT-2-1-1 | not_held | package_waived
relations=0               | ICT-2-1-2 | not_held | no_relation
without_picture=180       | ICT-2-2-1 | held     | held
without_picture=180.1     | ICT-2-2-1 | not_held | picture_missing
long_blinds=1             | ICT-2-2-1 | held     | held
long_blinds=2             | ICT-2-2-1 | not_held | picture_missing
line_lost=180             | ICT-2-2-1 | held     | held
line_lost=180.1           | ICT-2-2-1 | not_held | picture_missing
long_stops=2              | ICT-2-2-1 | not_held | picture_missing
without_voice=181         | ICT-2-2-1 | not_held | voice_missing
without_voice=?           | ICT-2-2-1 | unknown  | picture_not_measured
together=0                | ICT-2-2-1 | not_held | nobody_met
strangers=1               | ICT-2-2-2 | not_held | stranger_inside
device_checked=0          | ICT-2-2-3 | not_held | device_check_failed
device_checked=?          | ICT-2-2-3 | unknown  | device_not_checked
deliberated=?             | ICT-2-3-1 | unknown  | deliberation_unknown
announced=0               | ICT-2-3-1 | not_held | not_announced
alone=0                   | ICT-2-3-2 | not_held | not_alone
place_declared=?          | ICT-2-3-2 | unknown  | place_unknown
emergency_plan=?          | ICT-2-4   | unknown  | emergency_plan_unknown
place_confirmed=0         | ICT-2-4   | not_held | place_not_confirmed
phone_confirmed=0         | ICT-2-4   | not_held | phone_not_confirmed`), "\n") {
		f := strings.Split(line, "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		facts := good()
		if name, value, ok := strings.Cut(f[0], "="); ok {
			if _, known := facts[name]; !known {
				t.Fatalf("%s: no such fact", name)
			}
			delete(facts, name)
			if value != "?" {
				facts[name] = room.Number(number(t, value))
			}
		}
		found := false
		for _, c := range notice(t).Judge(facts) {
			if c.ID != f[1] {
				continue
			}
			found = true
			if string(c.Verdict) != f[2] || c.Reason != f[3] {
				t.Errorf("%s: %s is %s (%s), want %s (%s)", f[0], c.ID, c.Verdict, c.Reason, f[2], f[3])
			}
		}
		if !found {
			t.Errorf("%s: no condition %s", f[0], f[1])
		}
	}
	// A broken line beats one that cannot be told, in whatever order they stand.
	facts := good()
	delete(facts, "together_share")
	facts["camera_worker_seen"] = room.No()
	if c := notice(t).Judge(facts)[0]; c.Verdict != room.NotHeld || c.Reason != "worker_not_seen" {
		t.Errorf("untold, then broken: %+v", c)
	}
	facts = good()
	facts["together_share"] = room.Number(0.5)
	delete(facts, "picture_share_worker")
	if c := notice(t).Judge(facts)[0]; c.Verdict != room.NotHeld || c.Reason != "apart_too_long" {
		t.Errorf("broken, then untold: %+v", c)
	}
	facts = good()
	delete(facts, "alone")
	delete(facts, "place_declared")
	if c := notice(t).Judge(facts)[8]; c.Verdict != room.Unknown || c.Reason != "not_checked_at_start" {
		t.Errorf("the first that cannot be told gives the reason: %+v", c)
	}
}

func TestParseRulesRefuses(t *testing.T) {
	t.Parallel()
	limits := "limit long_blind = 30\nlimit camera_off = 180\nlimit still_person = 20\n"
	head := "# version: v\n# source: s\na: は / is\n" + limits
	if _, err := room.ParseRules(head + "a | hard | f | = 1 | b | c\n"); err != nil {
		t.Fatalf("a good table: %v", err)
	}
	for name, text := range map[string]string{
		"no version":    "# source: s\na | hard | f | = 1 | b | c\n",
		"no limits":     "# version: v\n# source: s\na: は / is\na | hard | f | = 1 | b | c\n",
		"odd limit":     head + "limit x = soon\na | hard | f | = 1 | b | c\n",
		"no line":       head,
		"no words":      "# version: v\n# source: s\na | hard | f | = 1 | b | c\n",
		"words only":    head + "hello\n",
		"five columns":  head + "a | hard | f | = 1 | b\n",
		"empty column":  head + "a | hard | | = 1 | b | c\n",
		"no test":       head + "a | hard | f | about 1 | b | c\n",
		"no number":     head + "a | hard | f | = yes | b | c\n",
		"odd strength":  head + "a | nice | f | = 1 | b | c\n",
		"seven columns": head + "a | hard | f | = 1 | b | c | d\n",
	} {
		if _, err := room.ParseRules(text); !errors.Is(err, room.ErrRules) {
			t.Errorf("%s: %v, want ErrRules", name, err)
		}
	}
}
