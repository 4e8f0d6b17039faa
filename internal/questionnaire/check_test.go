package questionnaire_test

import (
	"fmt"
	"strings"
	"testing"

	"mendan/internal/questionnaire"
)

// sound is a small form without a fault; %s stands where a test breaks it.
const sound = `{
  "form": "small", "version": 1, "valid": {"from": "2026-01-01"%s},
  "title": {"ja": "題", "en": "title"}, "lead": {"ja": "説明", "en": "lead"}, "minutes": 1,
  "source": "own", "licence": "Apache-2.0", "for": ["LONG_HOURS_GENERAL"], "order": 1, "needed": true,
  "audiences": {"health": {"ja": "産業医", "en": "physician"}},
  "sections": [{"id": "one", "title": {"ja": "一", "en": "one"}, "why": {"ja": "知るため", "en": "to know"}, "who": "health", "questions": [
    {"id": "drinks", "kind": "choice", "text": {"ja": "飲みますか", "en": "drink?"}, "choices": [{"id": "yes", "text": {"ja": "はい", "en": "yes"}}, {"id": "no", "text": {"ja": "いいえ", "en": "no"}}]},
    {"id": "hours", "kind": "number", "min": 0, "max": 10, "unit": {"ja": "時間", "en": "h"}, "text": {"ja": "何時間", "en": "hours?"}},
    %s
    {"id": "memo", "kind": "long", "length": 10, "text": {"ja": "話", "en": "memo"}}
  ]}]%s
}`

func TestSoundForm(t *testing.T) {
	t.Parallel()
	if _, err := questionnaire.Parse("small.json", fmt.Appendf(nil, sound, "", "", "")); err != nil {
		t.Fatal(err)
	}
}

// Each fault is named with its file and its question.
func TestBrokenForms(t *testing.T) {
	t.Parallel()
	q := func(body string) string { return `{"id": "x", ` + body + `},` }
	text := `"text": {"ja": "質問", "en": "question"}`
	for _, x := range []struct {
		name, question, tail, want string
	}{
		{"unknown question", q(text + `, "kind": "short", "length": 5, "when": {"question": "nobody", "given": true}`), "", `small.json: x: when: question "nobody" is not in the form`},
		{"later question", q(text + `, "kind": "short", "length": 5, "when": {"question": "memo", "given": true}`), "", `small.json: x: when: question "memo" is not asked before`},
		{"itself", q(text + `, "kind": "short", "length": 5, "when": {"question": "x", "given": true}`), "", `small.json: x: when: question "x" is not asked before`},
		{"unknown choice", q(text + `, "kind": "short", "length": 5, "when": {"question": "drinks", "in": ["maybe"]}`), "", `small.json: x: when: "maybe" is no choice of "drinks"`},
		{"contradiction", q(text + `, "kind": "short", "length": 5, "when": {"all": [{"question": "drinks", "in": ["yes"]}, {"question": "drinks", "in": ["no"]}]}`), "", `small.json: x: can never be shown`},
		{"out of range", q(text + `, "kind": "short", "length": 5, "when": {"question": "hours", "atLeast": 11}`), "", `small.json: x: can never be shown`},
		{"number of a choice", q(text + `, "kind": "short", "length": 5, "when": {"question": "drinks", "atLeast": 1}`), "", `small.json: x: when: "drinks" is no number`},
		{"two things at once", q(text + `, "kind": "short", "length": 5, "when": {"question": "drinks", "given": true, "declined": true}`), "", `small.json: x: when: say exactly one thing about "drinks"`},
		{"empty condition", q(text + `, "kind": "short", "length": 5, "when": {}`), "", `small.json: x: when: use exactly one of all, any, not, question`},
		{"same id", `{"id": "drinks", ` + text + `, "kind": "short", "length": 5},`, "", `small.json: drinks: id is used twice`},
		{"reserved id", `{"id": "review", ` + text + `, "kind": "short", "length": 5},`, "", `small.json: review: id "review" is not allowed`},
		{"crooked id", `{"id": "Ä", ` + text + `, "kind": "short", "length": 5},`, "", `small.json: Ä: id "Ä" is not allowed`},
		{"no English", q(`"text": {"ja": "質問"}, "kind": "short", "length": 5`), "", `small.json: x: text has no English text`},
		{"no Japanese", q(`"text": {"en": "question"}, "kind": "short", "length": 5`), "", `small.json: x: text has no Japanese text`},
		{"half a help", q(text + `, "help": {"ja": "助け"}, "kind": "short", "length": 5`), "", `small.json: x: help has no English text`},
		{"unknown audience", q(text + `, "who": "boss", "kind": "short", "length": 5`), "", `small.json: x: who: audience "boss" is not in the file`},
		{"unknown kind", q(text + `, "kind": "essay"`), "", `small.json: x: kind "essay" is unknown`},
		{"one choice", q(text + `, "kind": "choice", "choices": [{"id": "a", "text": {"ja": "あ", "en": "a"}}]`), "", `small.json: x: needs at least two choices`},
		{"choice twice", q(text + `, "kind": "choice", "choices": [{"id": "a", "text": {"ja": "あ", "en": "a"}}, {"id": "a", "text": {"ja": "い", "en": "b"}}]`), "", `small.json: x: choice "a" is there twice`},
		{"unknown set", q(text + `, "kind": "choice", "set": "often"`), "", `small.json: x: set "often" is not in the file`},
		{"scale without ends", q(text + `, "kind": "scale", "min": 1, "max": 5`), "", `small.json: x: low has no Japanese text`},
		{"crooked range", q(text + `, "kind": "number", "unit": {"ja": "回", "en": "times"}, "min": 5, "max": 5`), "", `small.json: x: min, max, step do not fit`},
		{"no length", q(text + `, "kind": "long"`), "", `small.json: x: length must be`},
		{"notable looks away", q(text + `, "kind": "short", "length": 5, "weight": 1, "notable": {"question": "drinks", "given": true}`), "", `small.json: x: notable looks at "drinks"`},
		{"notable without weight", q(text + `, "kind": "short", "length": 5, "notable": {"question": "x", "given": true}`), "", `small.json: x: weight must be 1 to 3`},
		{"unknown word", q(text + `, "kind": "short", "length": 5, "colour": "red"`), "", `small.json: not readable: json: unknown field "colour"`},
		{"scoring without end", "", `, "scoring": {"algorithm": "A", "version": 1, "source": "s", "caveat": {"ja": "注", "en": "c"}, "sums": [{"id": "s", "name": {"ja": "和", "en": "sum"}, "questions": ["drinks"], "bands": [{"upTo": 1, "grade": "I"}]}], "matrix": {"rows": "s", "columns": "s", "cells": {}}, "judgements": []}`, `small.json: scoring s: bands must rise and only the last is open`},
		{"cell missing", "", `, "scoring": {"algorithm": "A", "version": 1, "source": "s", "caveat": {"ja": "注", "en": "c"}, "sums": [{"id": "s", "name": {"ja": "和", "en": "sum"}, "questions": ["drinks"], "bands": [{"grade": "I"}]}], "matrix": {"rows": "s", "columns": "s", "cells": {}}, "judgements": [{"upTo": 1, "id": "low", "words": {"ja": "低", "en": "low"}, "advice": {"ja": "助言", "en": "advice"}}]}`, `small.json: scoring: matrix cell I I is missing`},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			_, err := questionnaire.Parse("small.json", fmt.Appendf(nil, sound, "", x.question, x.tail))
			if err == nil || !strings.Contains(err.Error(), x.want) {
				t.Errorf("got %v\nwant %s", err, x.want)
			}
		})
	}
}

// All faults of a file are told at once.
func TestAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	_, err := questionnaire.Parse("small.json", fmt.Appendf(nil, sound, `, "until": "never"`, `{"id": "x", "kind": "essay"},`, ""))
	if err == nil || strings.Count(err.Error(), "\n") < 3 {
		t.Errorf("got %v", err)
	}
}

func TestVersionsOfOneForm(t *testing.T) {
	t.Parallel()
	parse := func(version, until string) *questionnaire.Form {
		text := strings.Replace(fmt.Sprintf(sound, until, "", ""), `"version": 1`, `"version": `+version, 1)
		f, err := questionnaire.Parse("small.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	both := []*questionnaire.Form{parse("1", ""), parse("2", "")}
	if _, err := questionnaire.NewLibrary(both, questionnaire.Rules{}, questionnaire.Help{}); err == nil || !strings.Contains(err.Error(), "versions 1 and 2 are valid on the same day") {
		t.Errorf("overlap: %v", err)
	}
	if _, err := questionnaire.NewLibrary([]*questionnaire.Form{parse("1", ""), parse("1", "")}, questionnaire.Rules{}, questionnaire.Help{}); err == nil {
		t.Error("one version twice was taken")
	}
}

// A definition from outside never panics and is either whole or refused.
func FuzzParse(f *testing.F) {
	f.Add(fmt.Sprintf(sound, "", "", ""))
	f.Add(`{"form": "x"}`)
	f.Add(`{"sections": [{"questions": [{"id": "a", "when": {"not": {"any": [{}]}}}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := questionnaire.Parse("fuzz.json", []byte(text))
		if (got == nil) == (err == nil) {
			t.Fatalf("form %v, fault %v", got, err)
		}
		if got != nil {
			got.Path(questionnaire.Answers{})
		}
	})
}
