package schedulingweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"mendan/internal/scheduling"
)

// week is the form as the page of open would send it, changed.
func week(change ...string) url.Values {
	f := url.Values{
		"do": {"save"}, "version": {"1"}, "zone": {"Asia/Tokyo"}, "notice": {"2"},
		"lengths.LONG_HOURS_GENERAL.minutes": {"30"}, "lengths.LONG_HOURS_GENERAL.slack": {"10"},
		"lengths.CONSULTATION.minutes": {"30"}, "lengths.CONSULTATION.slack": {"10"},
	}
	line := func(n, weekday int, from, to string) {
		name := fmt.Sprintf("hours.%d.", n)
		f.Set(name+"weekday", fmt.Sprint(weekday))
		f.Set(name+"from", from)
		f.Set(name+"to", to)
		f.Set(name+"online", "yes")
	}
	line(0, 1, "9:00", "10:20")
	line(1, 2, "", "") // the empty line that is always there
	line(2, 3, "13:00", "13:40")
	f.Set("exceptions.0.day", "")
	f.Set("exceptions.0.kind", "off")
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

func TestWeekSaves(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.want(s.get("physician", "/physician/availability"), 200, "本社3階 応接室", "12月1日(火)", "09:00〜11:30(4件)", "祝日は2030年12月31日(火)まで")
	form := week("exceptions.0.day", "2026-12-07", "lengths.CONSULTATION.minutes", "６０", "hours.0.from", "９：００")
	if a := s.send("physician", "POST", "/physician/availability", form); a.status != 303 || a.to != "/physician/availability?saved" {
		t.Fatalf("saved: %d %s\n%s", a.status, a.to, a.body)
	}
	a, err := s.Service.Availability(t.Context(), s.AsPhysician(), s.Physician.ID)
	if err != nil {
		t.Fatal(err)
	}
	p := a.Plan
	if len(p.Hours) != 2 || p.Hours[0].From != 540 || p.Hours[1].Weekday != 3 || len(p.Exceptions) != 1 || p.Exceptions[0].To != 1440 || !p.Exceptions[0].Off || p.Version != 2 {
		t.Errorf("plan: %+v", p)
	}
	if l, _ := p.LengthOf("CONSULTATION", nil); l.Minutes != 60 {
		t.Errorf("length: %+v", l)
	}
	s.want(s.get("physician", "/physician/availability?saved"), 200, "保存しました", "12月7日(月)")
	// The same form again: somebody (he himself) has saved since.
	s.want(s.send("physician", "POST", "/physician/availability", form), 409, "別の画面で先に保存されました")
	// Removing by the box and by emptying.
	form = week("version", "2", "exceptions.0.day", "2026-12-07", "exceptions.0.drop", "yes", "hours.0.from", "", "hours.0.to", "")
	if a := s.send("physician", "POST", "/physician/availability", form); a.status != 303 {
		t.Fatalf("removed: %d", a.status)
	}
	if a, _ = s.Service.Availability(t.Context(), s.AsPhysician(), s.Physician.ID); len(a.Plan.Hours) != 1 || len(a.Plan.Exceptions) != 0 {
		t.Errorf("after removing: %+v", a.Plan)
	}
}

// Every fault is told at its field, and what was typed stays.
func TestWeekRefuses(t *testing.T) {
	t.Parallel()
	s := open(t)
	for name, c := range map[string]struct{ field, value, sentence, at string }{
		"no time of day":      {"hours.0.from", "朝", "時刻は「9:30」のように入力してください。", "hours.0.from"},
		"off the grain":       {"hours.0.from", "9:03", "5分きざみ", "hours.0.from"},
		"backwards":           {"hours.0.to", "8:00", "終わりの時刻は、始まりの時刻より後", "hours.0.to"},
		"after an empty line": {"hours.2.to", "12:00", "終わりの時刻は、始まりの時刻より後", "hours.1.to"},
		"no day":              {"hours.0.since", "来週", "日付は", "hours.0.since"},
		"a day that is none":  {"exceptions.0.day", "2026-02-30", "日付は", "exceptions.0.day"},
		"no number":           {"lengths.CONSULTATION.minutes", "半時間", "数字で入力してください。", "lengths.CONSULTATION.minutes"},
		"too long":            {"lengths.CONSULTATION.minutes", "500", "10分から180分まで", "lengths.CONSULTATION.minutes"},
		"notice":              {"notice", "-1", "0時間から336時間まで", "notice"},
		"zone":                {"zone", "Moon/Base", "選んでください。", "zone"},
		"zone of a file":      {"zone", "../../etc/passwd", "選んでください。", "zone"},
		"in person nowhere":   {"hours.0.inPerson", "yes", "対面で会う場所を入力してください。", "hours.0.place"},
	} {
		t.Run(name, func(t *testing.T) {
			a := s.send("physician", "POST", "/physician/availability", week(c.field, c.value))
			s.want(a, 422, c.sentence, `href="#f-`+c.at+`"`)
			if !strings.Contains(a.body, `value="`+c.value+`"`) && c.field != "zone" && c.value != "yes" {
				t.Errorf("what was typed is lost: %q", c.value)
			}
		})
	}
	if a, _ := s.Service.Availability(t.Context(), s.AsPhysician(), s.Physician.ID); a.Plan.Version != 1 {
		t.Error("a refused form was saved")
	}
}

// Looking does not save, and shows what would be.
func TestWeekPreview(t *testing.T) {
	t.Parallel()
	s := open(t)
	a := s.send("physician", "POST", "/physician/availability", week("do", "preview"))
	s.want(a, 200, "12月2日(水)", "13:00〜13:30(1件)")
	if a, _ := s.Service.Availability(t.Context(), s.AsPhysician(), s.Physician.ID); a.Plan.Version != 1 {
		t.Error("looking saved")
	}
}

// Bookings made before the week was changed stand, and the physician is told of them.
func TestWeekLeavesBookings(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.OpenCase(t)
	if a := s.send("worker", "POST", "/interviews/"+string(c)+"/booking", s.slot(s.At(1, "9:40"), "ONLINE")); a.status != 303 {
		t.Fatalf("booked: %d", a.status)
	}
	if body := s.get("physician", "/physician/availability").body; strings.Contains(body, "いまの時間の外に") {
		t.Error("told without a reason")
	}
	if a := s.send("physician", "POST", "/physician/availability", week()); a.status != 303 {
		t.Fatalf("saved: %d", a.status)
	}
	s.want(s.get("physician", "/physician/availability"), 200, "いまの時間の外に、予約が1件あります", "12月1日(火) 09:40", string(c))
	s.want(s.get("worker", "/interviews/"+string(c)+"/booking"), 200, "いまの予約")
}

// A physician sets only his own week, whoever he says he is.
func TestWeekIsOnesOwn(t *testing.T) {
	t.Parallel()
	s := open(t)
	err := s.Service.SavePlan(t.Context(), s.AsUnappointed(), scheduling.Plan{Physician: s.Physician.ID})
	if err == nil {
		t.Error("another physician saved it")
	}
}
