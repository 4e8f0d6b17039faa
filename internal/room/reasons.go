package room

import (
	"fmt"
	"slices"
	"strings"
)

// ReasonKind is what a reason is for.
type ReasonKind string

// The kinds.
const (
	ForLine   ReasonKind = "line"   // why the interview goes on although the line passed a limit
	ForCamera ReasonKind = "camera" // why the worker's camera may stay off
)

// OtherReason asks for words beside the code.
const OtherReason = "OTHER"

// Reason is one the physician (of the camera: also the worker) may give.
type Reason struct {
	Kind   ReasonKind
	Code   string
	JA, EN string
}

// ReadReasons adds the table of reasons (roomdata/reasons.txt). Errors: ErrRules.
func (r *Rules) ReadReasons(text string) error {
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 4 {
			return ErrRules.Because(fmt.Errorf("reasons, line %d: %d columns, want 4", n+1, len(f)))
		}
		x := Reason{ReasonKind(strings.TrimSpace(f[0])), strings.TrimSpace(f[1]), strings.TrimSpace(f[2]), strings.TrimSpace(f[3])}
		if x.Kind != ForLine && x.Kind != ForCamera || x.Code == "" || x.JA == "" || x.EN == "" || r.has(x.Kind, x.Code) {
			return ErrRules.Because(fmt.Errorf("reasons, line %d: kind, code and both words, each code once", n+1))
		}
		r.reasons = append(r.reasons, x)
	}
	return nil
}

func (r Rules) has(kind ReasonKind, code string) bool {
	return slices.ContainsFunc(r.reasons, func(x Reason) bool { return x.Kind == kind && x.Code == code })
}

// ReasonsFor lists the reasons of a kind in the order of the table.
func (r Rules) ReasonsFor(kind ReasonKind) []Reason {
	var out []Reason
	for _, x := range r.reasons {
		if x.Kind == kind {
			out = append(out, x)
		}
	}
	return out
}
