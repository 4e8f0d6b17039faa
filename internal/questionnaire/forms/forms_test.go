package forms

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func copied(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: text}
	}
	return out
}

func TestLoad(t *testing.T) {
	t.Parallel()
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range l.All() {
		got = append(got, string(f.ID))
	}
	if strings.Join(got, " ") != "intake_consultation intake_long_hours fatigue_2023" {
		t.Errorf("forms: %v", got)
	}
}

// A folder with a fault is refused whole, with the name of the file.
func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	const intake = "intake_long_hours.v1.json"
	edit := func(name, from, to string) func(fstest.MapFS) {
		return func(dir fstest.MapFS) {
			text := string(dir[name].Data)
			if !strings.Contains(text, from) {
				t.Errorf("%s does not contain %s", name, from)
			}
			dir[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(text, from, to))}
		}
	}
	for _, x := range []struct {
		name  string
		spoil func(fstest.MapFS)
		want  string
	}{
		{"wrong name", func(dir fstest.MapFS) { dir["other.json"] = dir[intake]; delete(dir, intake) }, "other.json: must be called " + intake},
		{"no help", func(dir fstest.MapFS) { delete(dir, helpFile) }, "read help cards"},
		{"no rules", func(dir fstest.MapFS) { delete(dir, rulesFile) }, "read alert table"},
		{"rule about an unknown question", edit(rulesFile, `"thoughts"`, `"feelings"`), `alerts.json: AL-1: when: question "feelings" is not in the form`},
		{"rule with an unknown card", edit(rulesFile, `"card": "life"`, `"card": "love"`), `alerts.json: AL-1: card "love" is not among the help cards`},
		{"rule without level", edit(rulesFile, `"REVIEW"`, `"SOON"`), `alerts.json: AL-5: level "SOON" is unknown`},
		{"question with an unknown card", edit(intake, `"card": "life"`, `"card": "love"`), `question thoughts names an unknown card "love"`},
		{"card with an unknown number", edit(helpFile, `"kokoro_mimi"`, `"kokoro_nose"`), `help.json: life: line "kokoro_nose" is not among the numbers`},
	} {
		dir := copied(t)
		x.spoil(dir)
		if _, err := load(dir); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v\nwant %s", x.name, err, x.want)
		}
	}
}
