package questionnaire

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mendan/internal/civil"
)

// Library is all forms in all versions, the alert table and the help cards.
type Library struct {
	forms []*Form
	Rules Rules
	Help  Help
}

// NewLibrary puts the parts together and checks what only shows between them:
// versions are unique, two versions of a form are never valid on the same day,
// and each card that a question names exists.
func NewLibrary(forms []*Form, rules Rules, help Help) (Library, error) {
	c := checker{file: "library"}
	list := slices.Clone(forms)
	slices.SortFunc(list, func(x, y *Form) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), cmp.Compare(x.ID, y.ID), cmp.Compare(x.Version, y.Version))
	})
	for i, f := range list {
		for _, g := range list[:i] {
			switch {
			case f.ID != g.ID:
			case f.Version == g.Version:
				c.add(string(f.ID), "version %d is there twice", f.Version)
			case overlap(f.Valid, g.Valid):
				c.add(string(f.ID), "versions %d and %d are valid on the same day", g.Version, f.Version)
			}
		}
		for _, q := range f.questions {
			if _, ok := help.Card(q.Card); q.Card != "" && !ok {
				c.add(string(f.ID), "question %s names an unknown card %q", q.ID, q.Card)
			}
		}
	}
	if len(c.faults) > 0 {
		return Library{}, errors.New(strings.Join(c.faults, "\n"))
	}
	return Library{forms: list, Rules: rules, Help: help}, nil
}

func overlap(a, b Validity) bool {
	return (a.Until.IsZero() || b.From.Before(a.Until)) && (b.Until.IsZero() || a.From.Before(b.Until))
}

// Forms lists what a type of interview asks on a day, in the order they are offered.
func (l Library) Forms(caseType string, day civil.Date) []*Form {
	var out []*Form
	for _, f := range l.forms {
		if f.Is(caseType) && f.Valid.Holds(day) {
			out = append(out, f)
		}
	}
	return out
}

// Version finds one version of a form, valid today or not. Errors: ErrUnknownForm.
func (l Library) Version(form FormID, version int) (*Form, error) {
	for _, f := range l.forms {
		if f.ID == form && f.Version == version {
			return f, nil
		}
	}
	return nil, ErrUnknownForm.Because(fmt.Errorf("%s version %d", form, version))
}

// Current finds the version of a form to begin with on the day, for a type of
// interview. Errors: ErrUnknownForm.
func (l Library) Current(form FormID, caseType string, day civil.Date) (*Form, error) {
	for _, f := range l.Forms(caseType, day) {
		if f.ID == form {
			return f, nil
		}
	}
	return nil, ErrUnknownForm
}

// All lists every form in every version, in order.
func (l Library) All() []*Form { return l.forms }
