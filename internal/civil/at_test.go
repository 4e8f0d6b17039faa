package civil_test

import (
	"testing"
	"time"

	"mendan/internal/civil"
)

func TestAt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone string
		day  civil.Date
		at   civil.Clock
		want string
	}{
		"Tokyo":                        {"Asia/Tokyo", civil.Date{Year: 2026, Month: 11, Day: 22}, 9 * 60, "2026-11-22T00:00:00Z"},
		"24:00 is the next midnight":   {"Asia/Tokyo", civil.Date{Year: 2026, Month: 11, Day: 22}, 24 * 60, "2026-11-22T15:00:00Z"},
		"a skipped time moves forward": {"America/New_York", civil.Date{Year: 2027, Month: 3, Day: 14}, 150, "2027-03-14T07:30:00Z"},
		"a repeated time is the first": {"America/New_York", civil.Date{Year: 2027, Month: 11, Day: 7}, 90, "2027-11-07T05:30:00Z"},
		"repeated by half an hour":     {"Australia/Lord_Howe", civil.Date{Year: 2027, Month: 4, Day: 4}, 105, "2027-04-03T14:45:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.day.At(c.at, zone).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
