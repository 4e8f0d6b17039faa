package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/modality"
	"mendan/internal/modality/modalitydata"
)

// mostFacts is more than a file of facts ever has.
const mostFacts = 64 << 10

// ExplainModality prints what the table says about the facts of a file, and
// why. on is a day or empty for today; language is ja or en.
func ExplainModality(file, on, language string, out io.Writer) error {
	day := civil.DateOf(time.Now(), home)
	if on != "" {
		var err error
		if day, err = civil.ParseDate(on); err != nil {
			return Unusable{fmt.Errorf("--on: want a day like 2026-11-22, got %q", on)}
		}
	}
	if language != "ja" && language != "en" {
		return Unusable{fmt.Errorf("--lang: want ja or en, got %q", language)}
	}
	f, err := os.Open(file) //nolint:gosec // the operator names the file
	if err != nil {
		return Unusable{fmt.Errorf("--facts: %s cannot be read: %w", file, root(err))}
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, mostFacts+1))
	if err != nil {
		return Unusable{fmt.Errorf("--facts: %s cannot be read: %w", file, root(err))}
	}
	if len(text) > mostFacts {
		return Unusable{fmt.Errorf("--facts: %s is larger than any file of facts", file)}
	}
	rules, err := modalitydata.Load()
	if err != nil {
		return err
	}
	table, err := rules.On(day)
	if err != nil {
		return Unusable{fmt.Errorf("--on: %w", cause(err))}
	}
	facts, err := table.ReadFacts(text)
	if err != nil {
		return Unusable{fmt.Errorf("%s: %s", file, strings.Join(strings.Fields(cause(err).Error()), " "))}
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(table.Decide(facts, day).Explain(modality.Lang(language)))
}

// cause is what a fault was made of, without its code: for an operator's line.
func cause(err error) error {
	if f, ok := errors.AsType[*fault.Fault](err); ok && f.Cause != nil {
		return f.Cause
	}
	return err
}
