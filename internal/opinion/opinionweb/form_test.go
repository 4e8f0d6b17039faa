package opinionweb

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondata"
	"mendan/internal/opinion/opiniontest"
	"mendan/internal/web"
)

// What was saved and drawn into the form is read back as it was.
func TestFormRoundTrip(t *testing.T) {
	t.Parallel()
	v, err := opiniondata.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := opiniontest.LongHours()
	all.Consent = opinion.Consent{Given: true, On: civil.Date{Year: 2026, Month: 11, Day: 23}, How: "WRITTEN"}
	all.Facing.Measures = nil
	for _, g := range []opinion.Group{opinion.TimeMeasures, opinion.OtherMeasures} {
		for _, x := range v.Terms(g) {
			m := opinion.Measure{Code: x.Code}
			switch x.Parameter {
			case opinion.Hours:
				m.Hours = 45
			case opinion.Clocks:
				m.From, m.To = 0, 24*60
			case opinion.Worded:
				m.Text = "内容 " + x.Code
			case opinion.NoParameter, opinion.When:
			}
			all.Facing.Measures = append(all.Facing.Measures, m)
		}
	}
	for name, want := range map[string]opinion.Content{"empty": {}, "long hours": opiniontest.LongHours(), "consultation": opiniontest.Consultation(), "everything": all} {
		var f fault.Fields
		got := readContent(v, web.NewForm(values(v, opinion.Letter{Content: want})), &f)
		if diff := cmp.Diff(want, got); diff != "" || f.Err() != nil {
			t.Errorf("%s: %v\n%s", name, f.Err(), diff)
		}
	}
}

func TestWhatPeopleType(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-12-01": "2026-12-01", "2026/12/1": "2026-12-01", "2026年12月1日": "2026-12-01", "２０２６．１２．１": "2026-12-01", "": "",
		"12/1": "!", "2026-02-30": "!", "来月": "!", "20261201": "2026-12-01", "令和8年12月1日": "2026-12-01", "R8.12.1": "2026-12-01", "S55.3.4": "!", "99999-1-1": "!", "1900-01-01": "!", "2026-12-01-01": "!", "-1-1-1": "!",
	} {
		var f fault.Fields
		got := readDay(web.NewForm(url.Values{"d": {text}}), "d", &f).String()
		if f.Err() != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("day %q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"8:30": "08:30", "０８：３０": "08:30", "18時30分": "18:30", "18時": "18:00", "18": "18:00", "24:00": "24:00", "": "00:00",
		"25:00": "!", "8:60": "!", "朝": "!", "-1:00": "!",
	} {
		var f fault.Fields
		got := readClock(web.NewForm(url.Values{"c": {text}}), "c", &f).String()
		if f.Err() != nil {
			got = "!"
		}
		if got != want {
			t.Errorf("clock %q: %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]int{"20": 20, "２０": 20, "20時間": 20, "": 0, "二十": -1, "-5": -1, "1e3": -1, "99999": -1, "20.5": -1} {
		var f fault.Fields
		got := readNumber(web.NewForm(url.Values{"n": {text}}), "n", &f)
		if f.Err() != nil {
			got = -1
		}
		if got != want {
			t.Errorf("number %q: %d, want %d", text, got, want)
		}
	}
}

func FuzzDay(f *testing.F) {
	f.Add("2026年12月1日")
	f.Fuzz(func(t *testing.T, text string) {
		var faults fault.Fields
		d := readDay(web.NewForm(url.Values{"d": {text}}), "d", &faults)
		if faults.Err() == nil && !d.IsZero() {
			if back, err := civil.ParseDate(d.String()); err != nil || back != d {
				t.Fatalf("%q became %v", text, d)
			}
		}
		if faults.Err() == nil && d.IsZero() && strings.TrimSpace(narrow.Replace(web.Clean(text))) != "" {
			t.Fatalf("%q was lost in silence", text)
		}
	})
}
