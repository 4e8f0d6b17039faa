package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"mendan/internal/civil"
)

// The shapes of the files. They are apart from the types of the package so that
// a file may say things once (sets of choices, audiences, a reason per section).
type (
	formFile struct {
		Form      FormID            `json:"form"`
		Version   int               `json:"version"`
		Valid     validityFile      `json:"valid"`
		Title     Text              `json:"title"`
		Lead      Text              `json:"lead"`
		Minutes   int               `json:"minutes"`
		Source    string            `json:"source"`
		Licence   string            `json:"licence"`
		Notes     string            `json:"notes,omitempty"`
		For       []string          `json:"for"`
		Order     int               `json:"order"`
		Needed    bool              `json:"needed"`
		Audiences map[string]Text   `json:"audiences"`
		Sets      map[string][]file `json:"sets,omitempty"`
		Sections  []sectionFile     `json:"sections"`
		Scoring   *Scoring          `json:"scoring,omitempty"`
	}
	validityFile struct {
		From  string `json:"from"`
		Until string `json:"until,omitempty"`
	}
	sectionFile struct {
		ID        string         `json:"id"`
		Title     Text           `json:"title"`
		Why       Text           `json:"why"` // for questions without their own
		Who       string         `json:"who"`
		Questions []questionFile `json:"questions"`
	}
	questionFile struct {
		ID      string     `json:"id"`
		Kind    Kind       `json:"kind"`
		Text    Text       `json:"text"`
		Help    Text       `json:"help"`
		Why     Text       `json:"why"`
		Who     string     `json:"who"`
		Role    Role       `json:"role"`
		Needed  bool       `json:"needed"`
		Choices []file     `json:"choices"`
		Set     string     `json:"set"`
		Unit    Text       `json:"unit"`
		Min     float64    `json:"min"`
		Max     float64    `json:"max"`
		Step    float64    `json:"step"`
		Low     Text       `json:"low"`
		High    Text       `json:"high"`
		Length  int        `json:"length"`
		When    *Condition `json:"when"`
		Notable *Condition `json:"notable"`
		Weight  int        `json:"weight"`
		Card    string     `json:"card"`
	}
	file struct {
		ID     string `json:"id"`
		Text   Text   `json:"text"`
		Points int    `json:"points"`
		Alone  bool   `json:"alone"`
	}
)

// Parse reads a form file and checks it whole. The error lists every fault, one
// a line, each with the file's name and the question.
func Parse(name string, text []byte) (*Form, error) {
	var in formFile
	if err := decode(text, &in); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := checker{file: name}
	f := c.form(in)
	c.check(f)
	if len(c.faults) > 0 {
		return nil, errors.New(strings.Join(c.faults, "\n"))
	}
	return f, nil
}

func decode(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("not readable: %w", err)
	}
	if d.More() {
		return errors.New("not readable: text after the end")
	}
	return nil
}

func (c *checker) form(in formFile) *Form {
	f := &Form{
		ID: in.Form, Version: in.Version, Title: in.Title, Lead: in.Lead, Minutes: in.Minutes,
		Source: in.Source, Licence: in.Licence, Notes: in.Notes,
		For: in.For, Order: in.Order, Needed: in.Needed, Scoring: in.Scoring,
		byID: map[string]*Question{},
	}
	f.Valid.From = c.day("valid.from", in.Valid.From)
	if in.Valid.Until != "" {
		f.Valid.Until = c.day("valid.until", in.Valid.Until)
	}
	for _, s := range in.Sections {
		section := Section{ID: s.ID, Title: s.Title}
		for _, x := range s.Questions {
			q := c.question(in, s, x)
			section.Questions = append(section.Questions, q)
			f.questions = append(f.questions, q)
			if _, twice := f.byID[q.ID]; twice {
				c.add(q.ID, "id is used twice")
			}
			f.byID[q.ID] = q
		}
		f.Sections = append(f.Sections, section)
	}
	return f
}

func (c *checker) day(what, text string) civil.Date {
	d, err := civil.ParseDate(text)
	if err != nil {
		c.add("", "%s: %q is not a day", what, text)
	}
	return d
}

func (c *checker) question(in formFile, s sectionFile, x questionFile) *Question {
	q := &Question{
		ID: x.ID, Section: s.ID, Kind: x.Kind, Text: x.Text, Help: x.Help, Why: x.Why, Role: x.Role, Needed: x.Needed,
		Unit: x.Unit, Min: x.Min, Max: x.Max, Step: x.Step, Low: x.Low, High: x.High, Length: x.Length,
		When: x.When, Notable: x.Notable, Weight: x.Weight, Card: x.Card,
	}
	if q.Why.IsZero() {
		q.Why = s.Why
	}
	who := x.Who
	if who == "" {
		who = s.Who
	}
	audience, ok := in.Audiences[who]
	if !ok {
		c.add(x.ID, "who: audience %q is not in the file", who)
	}
	q.Who = audience
	list := x.Choices
	if x.Set != "" {
		if len(list) > 0 {
			c.add(x.ID, "has both choices and a set")
		}
		if list, ok = in.Sets[x.Set]; !ok {
			c.add(x.ID, "set %q is not in the file", x.Set)
		}
	}
	for _, o := range list {
		q.Choices = append(q.Choices, Option(o))
	}
	return q
}

// ParseRules reads the alert table and checks it against the forms and cards it names.
func ParseRules(name string, text []byte, forms []*Form, help Help) (Rules, error) {
	var in struct {
		Version int    `json:"version"`
		Source  string `json:"source"`
		Rules   []struct {
			ID    string     `json:"id"`
			Level Level      `json:"level"`
			Forms []FormID   `json:"forms"`
			Name  Text       `json:"name"`
			Card  string     `json:"card"`
			When  *Condition `json:"when"`
			Score *int       `json:"score"`
		} `json:"rules"`
	}
	if err := decode(text, &in); err != nil {
		return Rules{}, fmt.Errorf("%s: %w", name, err)
	}
	c := checker{file: name}
	out := Rules{Version: in.Version, Source: in.Source}
	for _, r := range in.Rules {
		rule := Rule{ID: r.ID, Level: r.Level, Forms: r.Forms, Name: r.Name, Card: r.Card, When: r.When, Score: r.Score}
		c.text(r.ID, "name", r.Name)
		if r.Level.rank() == 0 {
			c.add(r.ID, "level %q is unknown", r.Level)
		}
		if (r.When == nil) == (r.Score == nil) {
			c.add(r.ID, "needs either when or score")
		}
		if _, ok := help.Card(r.Card); r.Card != "" && !ok {
			c.add(r.ID, "card %q is not among the help cards", r.Card)
		}
		if len(r.Forms) == 0 {
			c.add(r.ID, "names no form")
		}
		for _, id := range r.Forms {
			c.ruleForm(rule, id, forms)
		}
		out.List = append(out.List, rule)
	}
	if out.Version < 1 || out.Source == "" {
		c.add("", "version and source are needed")
	}
	if len(c.faults) > 0 {
		return Rules{}, errors.New(strings.Join(c.faults, "\n"))
	}
	return out, nil
}

func (c *checker) ruleForm(r Rule, id FormID, forms []*Form) {
	found := false
	for _, f := range forms {
		if f.ID != id {
			continue
		}
		found = true
		if r.When != nil {
			c.condition(f, r.ID, "when", r.When, len(f.questions))
		}
		if r.Score != nil && f.Scoring == nil {
			c.add(r.ID, "form %s is not scored", id)
		}
	}
	if !found {
		c.add(r.ID, "form %q is unknown", id)
	}
}

// ParseHelp reads the help cards; lines are the numbers they may name, each with
// its source and the day on which it was checked. A card needs both languages.
func ParseHelp(name string, text []byte, numbers []Line) (Help, error) {
	var in struct {
		Version int `json:"version"`
		Cards   []struct {
			ID    string   `json:"id"`
			Title Text     `json:"title"`
			Lead  []Text   `json:"lead"`
			Lines []string `json:"lines"`
			After Text     `json:"after"`
		} `json:"cards"`
	}
	if err := decode(text, &in); err != nil {
		return Help{}, fmt.Errorf("%s: %w", name, err)
	}
	c := checker{file: name}
	out := Help{Version: in.Version}
	lines := map[string]Line{}
	for _, l := range numbers {
		if out.Checked == "" || l.Checked < out.Checked {
			out.Checked = l.Checked
		}
		lines[l.ID] = l
	}
	for _, x := range in.Cards {
		card := Card{ID: x.ID, Title: x.Title, Lead: x.Lead, After: x.After}
		c.text(x.ID, "title", x.Title)
		c.text(x.ID, "after", x.After)
		for _, t := range x.Lead {
			c.text(x.ID, "lead", t)
		}
		if len(x.Lines) == 0 {
			c.add(x.ID, "has no number to call")
		}
		for _, id := range x.Lines {
			line, ok := lines[id]
			if !ok {
				c.add(x.ID, "line %q is not among the numbers", id)
			}
			card.Lines = append(card.Lines, line)
		}
		out.Cards = append(out.Cards, card)
	}
	if len(c.faults) > 0 {
		return Help{}, errors.New(strings.Join(c.faults, "\n"))
	}
	return out, nil
}
