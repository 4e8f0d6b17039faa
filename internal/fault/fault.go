// Package fault holds the errors of the house: a kind that decides the answer,
// a stable code that decides the sentence, and the cause for the log.
//
// What is not a fault is Internal, always. Sentences for people are not here:
// they are looked up by code in package lang. Two faults are the same when
// their codes are, so a sentinel survives Because.
package fault

import (
	"errors"
	"strings"
)

// Kind says what sort of answer a fault asks for.
type Kind int

// The kinds. The zero value is Internal, so that a forgotten kind is the strict one.
const (
	Internal        Kind = iota // 500: ours to mend
	Invalid                     // 422: what was sent cannot be taken
	Unauthenticated             // 401: who are you?
	Forbidden                   // 403: known to you, but not yours to do
	NotFound                    // 404: not there, or not for you to know
	Conflict                    // 409: somebody was first, or the state has moved on
	Gone                        // 410: was there once
	TooLarge                    // 413: more than we take
	TooMany                     // 429: later
	Unavailable                 // 503: a part we need is not there just now
)

// Fault is an error with an answer.
type Fault struct {
	Kind   Kind
	Code   string  // "area.reason", stable, the key of its sentence
	Args   []any   // what the sentence needs, never health data
	Fields []Field // for Invalid: which fields, in the order of the form
	Cause  error   // for the log only
}

// Field is a fault of one field of a form.
type Field struct {
	Name string // the field's name in the form
	Code string
	Args []any
}

// New declares a fault: var ErrSlotTaken = fault.New(fault.Conflict, "scheduling.slot_taken").
func New(kind Kind, code string) *Fault { return &Fault{Kind: kind, Code: code} }

// Error is for logs.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Code)
	for _, x := range f.Fields {
		b.WriteString(" " + x.Name + "=" + x.Code)
	}
	if f.Cause != nil {
		b.WriteString(": " + f.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (f *Fault) Unwrap() error { return f.Cause }

// Is compares by code.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && t.Code == f.Code
}

// Because is the same fault with a cause for the log.
func (f *Fault) Because(err error) *Fault {
	g := *f
	g.Cause = err
	return &g
}

// With is the same fault with arguments for its sentence.
func (f *Fault) With(args ...any) *Fault {
	g := *f
	g.Args = args
	return &g
}

// Fields gathers the faults of a form. The zero value is ready.
type Fields struct{ list []Field }

// Add notes that the named field has a fault.
func (f *Fields) Add(name, code string, args ...any) {
	f.list = append(f.list, Field{Name: name, Code: code, Args: args})
}

// Has tells whether the named field already has a fault.
func (f *Fields) Has(name string) bool {
	for _, x := range f.list {
		if x.Name == name {
			return true
		}
	}
	return false
}

// Err is nil when nothing was added, otherwise an Invalid fault "form.invalid".
func (f *Fields) Err() error {
	if len(f.list) == 0 {
		return nil
	}
	return &Fault{Kind: Invalid, Code: "form.invalid", Fields: f.list}
}

// KindOf is the kind of the first fault in err's chain, Internal when there is none.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

// Of is the first fault in err's chain; what is none becomes Internal with err as its cause.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return &Fault{Kind: Internal, Code: "internal", Cause: err}
}
