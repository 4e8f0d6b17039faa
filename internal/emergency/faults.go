package emergency

import (
	"strings"
	"unicode/utf8"

	"mendan/internal/fault"
)

// faults gathers those of a form, each field once.
type faults struct{ fault.Fields }

func (f *faults) choose(field string, good bool) {
	if !good && !f.Has(field) {
		f.Add(field, "form.choose")
	}
}

func (f *faults) text(field, text string, most int) {
	switch {
	case strings.TrimSpace(text) == "":
		f.Add(field, "form.required")
	case utf8.RuneCountInString(text) > most:
		f.Add(field, "form.too_long", most)
	}
}
