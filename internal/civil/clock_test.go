package civil_test

import (
	"testing"

	"mendan/internal/civil"
)

func TestParseClock(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"9:00": "09:00", "09:00": "09:00", "24:00": "24:00", "0:05": "00:05", "23:59": "23:59",
		"": "", "9": "", "9:5": "09:05", "9:60": "", "24:01": "", "25:00": "", "9:00x": "", "x9:00": "", " 9:00": "", "-1:00": "", "+9:00": "", "9:00:00": "", "009:00": "",
	} {
		c, err := civil.ParseClock(text)
		got := ""
		if err == nil {
			got = c.String()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
