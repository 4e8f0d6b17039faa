package readiness

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"mendan/internal/lang"
)

// Says is a sentence in both languages.
type Says struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// In is the sentence in the language.
func (s Says) In(l lang.Lang) string {
	return lang.In(l, s.JA, s.EN)
}

// CompanyText says for one type of interview what the company will and will not
// learn. A new wording is a new version and has to be read again.
type CompanyText struct {
	Type     string `json:"type"`
	Version  int    `json:"version"`
	Source   string `json:"source"`
	Lead     Says   `json:"lead"`
	Learns   []Says `json:"learns"`
	Never    []Says `json:"never"`
	Limits   []Says `json:"limits"` // where secrecy ends, and what is kept
	NoHarm   Says   `json:"no_harm"`
	Treating Says   `json:"treating"` // that it is no treatment
}

// CompanyTexts holds one text for each type.
type CompanyTexts struct{ list []CompanyText }

// ParseCompanyTexts reads the file. Errors name each text and what it lacks.
func ParseCompanyTexts(name string, text []byte) (CompanyTexts, error) {
	var list []CompanyText
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return CompanyTexts{}, fmt.Errorf("%s: not readable: %w", name, err)
	}
	var faults []string
	seen := map[string]bool{}
	for _, t := range list {
		say := func(format string, args ...any) {
			faults = append(faults, fmt.Sprintf("%s: %s: %s", name, t.Type, fmt.Sprintf(format, args...)))
		}
		if t.Type == "" || t.Version < 1 || t.Source == "" {
			say("type, version and source are needed")
		}
		if seen[t.Type] {
			say("is there twice")
		}
		seen[t.Type] = true
		if len(t.Learns) == 0 || len(t.Never) == 0 || len(t.Limits) == 0 {
			say("learns, never and limits are needed")
		}
		all := append([]Says{t.Lead, t.NoHarm, t.Treating}, t.Learns...)
		for _, s := range append(append(all, t.Never...), t.Limits...) {
			if s.JA == "" || s.EN == "" {
				say("a sentence lacks a language: %q", s.JA+s.EN)
			}
		}
	}
	if len(faults) > 0 {
		return CompanyTexts{}, errors.New(strings.Join(faults, "\n"))
	}
	return CompanyTexts{list}, nil
}

// For is the text for a type of interview. False: there is none.
func (c CompanyTexts) For(caseType string) (CompanyText, bool) {
	for _, t := range c.list {
		if t.Type == caseType {
			return t, true
		}
	}
	return CompanyText{}, false
}
