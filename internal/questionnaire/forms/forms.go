// Package forms holds the questionnaires, the alert table and the help cards as
// files, with their sources, and reads them. Texts are corrected there, not in
// code; what a respondent could notice makes a new version beside the old one,
// because a response stays with the version it began with.
//
// It holds no rule and knows no database.
package forms

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"mendan/internal/hotlines"
	"mendan/internal/questionnaire"
)

//go:embed *.json
var files embed.FS

const (
	helpFile  = "help.json"
	rulesFile = "alerts.json"
)

// Load reads everything. The error lists each fault with its file and question.
func Load() (questionnaire.Library, error) { return load(files) }

func load(dir fs.FS) (questionnaire.Library, error) {
	names, err := fs.Glob(dir, "*.json")
	if err != nil {
		return questionnaire.Library{}, fmt.Errorf("list forms: %w", err)
	}
	var list []*questionnaire.Form
	for _, name := range names {
		if name == helpFile || name == rulesFile {
			continue
		}
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return questionnaire.Library{}, fmt.Errorf("read form: %w", err)
		}
		f, err := questionnaire.Parse(name, text)
		if err != nil {
			return questionnaire.Library{}, err
		}
		if want := fmt.Sprintf("%s.v%d.json", f.ID, f.Version); path.Base(name) != want {
			return questionnaire.Library{}, fmt.Errorf("%s: must be called %s", name, want)
		}
		list = append(list, f)
	}
	text, err := fs.ReadFile(dir, helpFile)
	if err != nil {
		return questionnaire.Library{}, fmt.Errorf("read help cards: %w", err)
	}
	help, err := questionnaire.ParseHelp(helpFile, text, numbers())
	if err != nil {
		return questionnaire.Library{}, err
	}
	if text, err = fs.ReadFile(dir, rulesFile); err != nil {
		return questionnaire.Library{}, fmt.Errorf("read alert table: %w", err)
	}
	rules, err := questionnaire.ParseRules(rulesFile, text, list, help)
	if err != nil {
		return questionnaire.Library{}, err
	}
	return questionnaire.NewLibrary(list, rules, help)
}

// numbers are the public numbers the cards may name; package hotlines has them.
func numbers() []questionnaire.Line {
	var out []questionnaire.Line
	for _, l := range hotlines.All() {
		out = append(out, questionnaire.Line{
			ID: l.ID, Name: questionnaire.Text{JA: l.Name, EN: l.NameEN}, Number: string(l.Number), Hours: questionnaire.Text{JA: l.Hours, EN: l.HoursEN},
			Note: questionnaire.Text{JA: l.Note, EN: l.NoteEN}, Source: l.Source, Checked: l.Checked.String(), Free: l.Free,
		})
	}
	return out
}
