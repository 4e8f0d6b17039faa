package id_test

import (
	"testing"

	"mendan/internal/id"
)

func TestNewIsParsable(t *testing.T) {
	t.Parallel()
	seen := map[id.Case]bool{}
	for range 1000 {
		c := id.New[id.Case]()
		if seen[c] {
			t.Fatalf("%s came twice", c)
		}
		seen[c] = true
		back, err := id.Parse[id.Case](string(c))
		if err != nil || back != c {
			t.Fatalf("Parse(%s) = %s, %v", c, back, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	good := string(id.New[id.Case]())
	for name, text := range map[string]string{
		"empty":          "",
		"another kind":   string(id.New[id.Booking]()),
		"too short":      good[:len(good)-1],
		"too long":       good + "0",
		"upper case":     "cas_ABCDEFGHJKMNPQRSTVWXYZ0123",
		"odd letter":     good[:len(good)-1] + "u",
		"spare bits set": good[:len(good)-1] + "z",
		"sql":            "cas_' or 1=1 --aaaaaaaaaaaaaaaa",
	} {
		if got, err := id.Parse[id.Case](text); err == nil {
			t.Errorf("%s: Parse(%q) = %q, want an error", name, text, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("cas_00000000000000000000000000")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := id.Parse[id.Case](text); err == nil && string(c) != text {
			t.Fatalf("Parse(%q) = %q", text, c)
		}
	})
}
