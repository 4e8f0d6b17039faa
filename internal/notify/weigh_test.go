package notify_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mendan/internal/notify"
)

var noon = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func TestWeigh(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("testdata/weigh.txt")
	if err != nil {
		t.Fatal(err)
	}
	duration := func(s string) time.Duration {
		d, err := time.ParseDuration(strings.TrimPrefix(s, "+"))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	lines := 0
	for line := range strings.Lines(string(table)) {
		facts, want, ok := strings.Cut(strings.TrimSpace(line), "->")
		f := strings.Fields(facts)
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		if len(f) != 5 {
			t.Fatalf("a crooked line: %s", line)
		}
		var old, today int64
		if _, err := fmt.Sscanf(f[2], "%d/%d", &old, &today); err != nil {
			t.Fatal(err)
		}
		from := noon.Add(duration(f[3]))
		m := notify.Message{Kind: notify.Kind(f[0]), Created: noon.Add(-duration(f[4])), Invite: notify.Invite{Sequence: old, From: from, To: from.Add(time.Hour)}}
		a := notify.Appointment{Stands: f[1] == "stands", From: from, To: from.Add(time.Hour), Sequence: today}
		v := notify.Weigh(m, a, noon)
		got := "send"
		switch {
		case v.Drop != "":
			got = "drop " + v.Drop
		case !v.Later.IsZero():
			got = "later " + v.Later.Sub(noon).String()
		case !v.Send:
			got = "nothing"
		}
		words := strings.Fields(want)
		if words[0] == "later" {
			words[1] = duration(words[1]).String()
		}
		if got != strings.Join(words, " ") {
			t.Errorf("%s\n\tgot %s", strings.TrimSpace(line), got)
		}
		lines++
	}
	if lines < 30 {
		t.Errorf("only %d lines were read", lines)
	}
}

// Whatever the facts: one decision, never a reminder of what is past or gone,
// and what is put off is put off into the future.
func TestWeighAlways(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := noon.Add(time.Duration(rapid.Int64Range(-int64(72*time.Hour), int64(72*time.Hour)).Draw(t, "from")))
		m := notify.Message{
			Kind:    rapid.SampledFrom(notify.Kinds()).Draw(t, "kind"),
			Created: noon.Add(-time.Duration(rapid.Int64Range(0, int64(72*time.Hour)).Draw(t, "age"))),
			Invite:  notify.Invite{Sequence: rapid.Int64Range(0, 3).Draw(t, "sequence")},
		}
		a := notify.Appointment{Stands: rapid.Bool().Draw(t, "stands"), From: from, To: from.Add(time.Hour), Sequence: rapid.Int64Range(0, 3).Draw(t, "today")}
		v := notify.Weigh(m, a, noon)
		n := 0
		for _, said := range []bool{v.Send, v.Drop != "", !v.Later.IsZero()} {
			if said {
				n++
			}
		}
		if n != 1 {
			t.Fatalf("%d decisions: %+v", n, v)
		}
		if m.Kind.Lead() > 0 && v.Send && (!a.Stands || !noon.Before(a.From)) {
			t.Fatalf("reminded of what is past or gone")
		}
		if !v.Later.IsZero() && !v.Later.After(noon) {
			t.Fatalf("put off until %v", v.Later)
		}
	})
}

func TestNoticeCheck(t *testing.T) {
	t.Parallel()
	good := notify.Notice{Kind: notify.TaskAssigned, To: "acc_x", Path: "/coordinator", Subject: "cas_x"}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	booked := good
	booked.Kind, booked.Calendar = notify.Booked, &notify.Invite{Booking: "bok_x", From: noon, To: noon.Add(time.Hour)}
	if err := booked.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*notify.Notice){
		"unknown kind":         func(n *notify.Notice) { n.Kind = "gossip" },
		"a reminder":           func(n *notify.Notice) { n.Kind = notify.ReminderDay },
		"to nobody":            func(n *notify.Notice) { n.To = "" },
		"another site":         func(n *notify.Notice) { n.Path = "https://evil.example/" },
		"another site, hidden": func(n *notify.Notice) { n.Path = "//evil.example/" },
		"backslash":            func(n *notify.Notice) { n.Path = "/\\evil.example" },
		"two lines":            func(n *notify.Notice) { n.Path = "/a\nb" },
		"no path":              func(n *notify.Notice) { n.Path = "" },
		"no appointment":       func(n *notify.Notice) { n.Kind = notify.Moved },
		"an appointment":       func(n *notify.Notice) { n.Calendar = booked.Calendar },
		"no booking":           func(n *notify.Notice) { n.Kind, n.Calendar = notify.Moved, &notify.Invite{From: noon, To: noon.Add(1)} },
		"no length": func(n *notify.Notice) {
			n.Kind, n.Calendar = notify.Moved, &notify.Invite{Booking: "b", From: noon, To: noon}
		},
	} {
		n := good
		change(&n)
		if err := n.Check(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
