package arch

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mendan/internal/hotlines"
	"mendan/internal/lang"
)

// workersPages reads which files workers' sentences stand in, which of those
// sentences are for staff alone, and which faults workers meet.
func workersPages(t *testing.T) (files, staff, faults []string) {
	t.Helper()
	b, err := os.ReadFile("testdata/workers.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "staff "); ok {
			staff = append(staff, text)
		} else if text, ok := strings.CutPrefix(line, "fault "); ok {
			faults = append(faults, text)
		} else if line != "" && !strings.HasPrefix(line, "#") {
			if _, err := os.Stat("../" + line); err != nil {
				t.Errorf("testdata/workers.txt names %s, which is not there", line)
			}
			files = append(files, line)
		}
	}
	return files, staff, faults
}

// workersSentences calls f with each sentence that workers read and where.
func workersSentences(t *testing.T, f func(where, sentence string)) {
	t.Helper()
	files, staff, _ := workersPages(t)
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".txt") {
			written(t, name, func(sentence string) {
				n++
				f(name, sentence)
			})
		}
	}
	source(t, func(path string, file *ast.File, set *token.FileSet) {
		name := strings.TrimPrefix(path, "../")
		if drawn, ok := strings.CutSuffix(name, "_templ.go"); ok {
			name = drawn + ".templ"
		}
		if !slices.Contains(files, name) {
			return
		}
		said(file, func(call *ast.CallExpr, sentence string) {
			if japanese(sentence) && !slices.Contains(staff, sentence) {
				n++
				f(name, sentence)
			}
		})
	})
	if n < 300 {
		t.Fatalf("only %d sentences: the test looks in the wrong place", n)
	}
}

// tableLine is a line of the table "online or in person" that a worker reads.
var tableLine = regexp.MustCompile(`(?m)^  (?:worker|employer|neutral|open): (.+)$`)

// written calls f with each sentence of a data file that is there in both
// languages: {"ja": ..., "en": ...} at any depth, or a worker's line of a table.
func written(t *testing.T, name string, f func(sentence string)) {
	t.Helper()
	b, err := os.ReadFile("../" + name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".txt") {
		lines := tableLine.FindAllStringSubmatch(string(b), -1)
		if len(lines) < 20 {
			t.Errorf("only %d lines of %s: the test looks for the wrong thing", len(lines), name)
		}
		for _, l := range lines {
			if japanese(l[1]) { // "neutral" stands for the table's own sentence
				f(l[1])
			}
		}
		return
	}
	var all any
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	n := 0
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if ja, ok := v["ja"].(string); ok {
				if japanese(ja) {
					n++
					f(ja)
				}
				return
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(all)
	if n == 0 {
		t.Errorf("%s holds no sentence: the test looks for the wrong thing", name)
	}
}

// What a worker reads is there in easy Japanese.
func TestWorkersPagesAreInEasyJapanese(t *testing.T) {
	t.Parallel()
	workersSentences(t, func(where, sentence string) {
		if !lang.Has(lang.Easy, sentence) {
			t.Errorf("%s: no easy Japanese for %q in internal/lang/easy", where, sentence)
		}
	})
}

// The wording of the fatigue checklist is part of the instrument: its questions
// and answers are asked as they stand, in easy Japanese too, and a sentence
// that another form needs in easy words must not change them.
func TestTheChecklistKeepsItsWording(t *testing.T) {
	t.Parallel()
	const name = "questionnaire/forms/fatigue_2023.v1.json"
	written(t, name, func(sentence string) {
		if strings.HasPrefix(sentence, "担当の産業医と保健師だけが見ます。") { // who reads it, not the instrument
			return
		}
		if got := lang.In(lang.Easy, sentence, ""); got != sentence {
			t.Errorf("%s: %q is asked as %q", name, sentence, got)
		}
	})
}

var verb = regexp.MustCompile(`%(\[\d\])?[a-z]|\{[a-z]+\}`)

// The public numbers of somebody in distress: when they answer and what a call costs.
func TestHotlinesAreInEasyJapanese(t *testing.T) {
	t.Parallel()
	for _, l := range hotlines.All() {
		for _, text := range []string{l.Name, l.Hours, l.Note} {
			if text != "" && !lang.Has(lang.Easy, text) {
				t.Errorf("%s: no easy Japanese for %q in internal/lang/easy", l.ID, text)
			}
		}
	}
}

// An easy sentence takes the same arguments in the same order.
func TestEasyJapaneseTakesTheSameArguments(t *testing.T) {
	t.Parallel()
	for _, k := range lang.Keys(lang.Easy) {
		ja := k
		if code.MatchString(k) {
			ja = lang.Sentence(lang.JA, k)
		}
		if got, want := verb.FindAllString(lang.Sentence(lang.Easy, k), -1), verb.FindAllString(ja, -1); !slices.Equal(got, want) {
			t.Errorf("%q takes %v, its easy sentence %v", k, want, got)
		}
	}
}

// Sentences that workers read are at most 80 characters long, half of them at
// most 50; in easy Japanese at most 50, half of them 25.
func TestWorkersSentencesAreShort(t *testing.T) {
	t.Parallel()
	lengths := map[string][]int{}
	measure := func(what, where, text string, most int) {
		for s := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '。' || r == '\n' }) {
			n := utf8.RuneCountInString(s)
			if n > most {
				t.Errorf("%s: a sentence of %d characters: %s", where, n, s)
			}
			if n > 8 { // a button or a heading is no sentence
				lengths[what] = append(lengths[what], n)
			}
		}
	}
	workersSentences(t, func(where, sentence string) {
		measure("usual", where, sentence, 80)
		measure("easy", where, lang.In(lang.Easy, sentence, ""), 50)
	})
	for what, most := range map[string]int{"usual": 50, "easy": 25} {
		all := lengths[what]
		slices.Sort(all)
		if m := all[len(all)/2]; m > most {
			t.Errorf("half of the %s sentences are longer than %d characters: %d", what, most, m)
		}
	}
}

// What a form or a door refuses is said in easy Japanese too, where a worker meets it.
func TestFaultsOfWorkersAreInEasyJapanese(t *testing.T) {
	t.Parallel()
	_, _, faults := workersPages(t)
	for _, k := range lang.Keys(lang.JA) {
		area, _, _ := strings.Cut(k, ".")
		if (slices.Contains(faults, area) || slices.Contains(faults, k)) && !lang.Has(lang.Easy, k) {
			t.Errorf("no easy Japanese for the fault %q", k)
		}
	}
}
