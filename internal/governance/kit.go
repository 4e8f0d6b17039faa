package governance

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/lang"
)

// Says is a sentence in both languages.
type Says struct{ JA, EN string }

// In is the sentence in the language.
func (s Says) In(l lang.Lang) string {
	if l == lang.EN && s.EN != "" {
		return s.EN
	}
	return s.JA
}

// Kit is the committee kit (導入準備キット): the questions to HR and the
// documents that the answers make. It is data; see governancedata.
type Kit struct {
	Version   int
	From      civil.Date // valid from
	Source    string
	Groups    []Group
	Questions []Question // in the order asked
	Templates []Template
}

// Group is a part of the questions that is asked on one page of a wide screen.
type Group struct {
	ID   string
	Name Says
}

// Answering is how a question is answered.
type Answering string

// The ways.
const (
	One  Answering = "one"
	Many Answering = "many"
	Text Answering = "text"
)

// Question is one question to the HR officer.
type Question struct {
	ID      string
	Group   string
	How     Answering
	Ask     Says
	Why     Says // what the answer is good for, and what is usual
	Source  string
	If      Condition // asked only when it holds; empty: always
	Choices []Option
	Usual   []string // the values most companies choose, for drafts
	May     bool     // may be left empty
}

// Option is one answer, and the words by which documents say it.
type Option struct {
	Value string
	Text  Says
	Words string // in documents; Text.JA when empty
}

// Option finds one by value.
func (q Question) Option(value string) (Option, bool) {
	for _, c := range q.Choices {
		if c.Value == value {
			return c, true
		}
	}
	return Option{}, false
}

// Question finds one.
func (k Kit) Question(id string) (Question, bool) {
	for _, q := range k.Questions {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}

// Condition is a list of tests that must all hold. Empty holds always.
type Condition []Test

// Test compares one answer: "booth = arrange", "tool != own", "types ~ CONSULTATION".
type Test struct {
	Question string
	Op       string // = all of the answer is this; != it is not; ~ it is among the answers; !~ it is not
	Value    string
}

// Holds tells whether the answers meet all tests.
func (c Condition) Holds(a Answers) bool {
	for _, t := range c {
		among := slices.Contains(a[t.Question], t.Value)
		is := among && len(a[t.Question]) == 1
		switch {
		case t.Op == "=" && !is, t.Op == "!=" && is, t.Op == "~" && !among, t.Op == "!~" && among:
			return false
		}
	}
	return true
}

// Answers are the values given, by question.
type Answers map[string][]string

// Asked are the questions that the answers so far leave to be asked, in order.
func (k Kit) Asked(a Answers) []Question {
	var out []Question
	for _, q := range k.Questions {
		if q.If.Holds(a) {
			out = append(out, q)
		}
	}
	return out
}

// Open are those among Asked that have no answer yet.
func (k Kit) Open(a Answers) []Question {
	var out []Question
	for _, q := range k.Asked(a) {
		if _, answered := a[q.ID]; !answered && !q.May {
			out = append(out, q)
		}
	}
	return out
}

// Template is a document with places to fill.
type Template struct {
	Kind     Kind
	Title    string
	Articles bool // sections are numbered as articles: 第1条(目的)
	Sections []TemplateSection
}

// TemplateSection is one part of a document.
type TemplateSection struct {
	Key        string
	Heading    string
	Workers    bool // what stands here concerns workers: a change asks for a new notice
	Paragraphs []TemplateParagraph
}

// TemplateParagraph is one paragraph, or one item when it begins with ・.
type TemplateParagraph struct {
	If   Condition
	Text string
}

// Template finds one.
func (k Kit) Template(kind Kind) (Template, bool) {
	for _, t := range k.Templates {
		if t.Kind == kind {
			return t, true
		}
	}
	return Template{}, false
}

// ParseKit reads the files of the kit: the questions, and one file per
// document by kind. Errors name file and line.
func ParseKit(questions string, documents map[Kind]string) (Kit, error) {
	p := parser{file: "questions.txt"}
	k := p.questions(questions)
	for _, kind := range Kinds() {
		text, ok := documents[kind]
		if !ok {
			p.say("no document %s", kind)
			continue
		}
		p.file, p.line = string(kind)+".txt", 0
		k.Templates = append(k.Templates, p.template(kind, text, k))
	}
	if len(p.faults) > 0 {
		return Kit{}, errors.New(strings.Join(p.faults, "\n"))
	}
	return k, nil
}

type parser struct {
	file   string
	line   int
	faults []string
}

func (p *parser) say(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf("%s:%d: %s", p.file, p.line, fmt.Sprintf(format, args...)))
}

// each gives the lines that say something, trimmed.
func (p *parser) each(text string, f func(l string)) {
	p.line = 0
	for l := range strings.Lines(text) {
		p.line++
		if l = strings.TrimSpace(l); l != "" && l != "#" && !strings.HasPrefix(l, "# ") {
			f(l)
		}
	}
}

func cells(l string) []string {
	var out []string
	for _, c := range strings.Split(l, "|") {
		out = append(out, strings.TrimSpace(c))
	}
	return out
}

func (p *parser) head(l string, k *Kit) bool {
	name, rest, _ := strings.Cut(l, " ")
	rest = strings.TrimSpace(rest)
	switch name {
	case "version":
		if _, err := fmt.Sscanf(rest, "%d", &k.Version); err != nil || k.Version < 1 {
			p.say("version: a number from 1")
		}
	case "from":
		d, err := civil.ParseDate(rest)
		if err != nil {
			p.say("from: a day")
		}
		k.From = d
	case "source":
		k.Source = rest
	default:
		return false
	}
	return true
}

func (p *parser) questions(text string) Kit {
	var k Kit
	at := func() *Question {
		if len(k.Questions) == 0 {
			p.say("belongs to no question")
			return new(Question)
		}
		return &k.Questions[len(k.Questions)-1]
	}
	p.each(text, func(l string) {
		if len(k.Groups) == 0 && p.head(l, &k) {
			return
		}
		word, rest, _ := strings.Cut(l, " ")
		rest = strings.TrimSpace(rest)
		switch word {
		case "==":
			c := cells(rest)
			if len(c) != 3 {
				p.say("a group is: == id | 日本語 | English")
				return
			}
			k.Groups = append(k.Groups, Group{c[0], Says{c[1], c[2]}})
		case "?":
			c := cells(rest)
			if len(c) < 2 || len(k.Groups) == 0 || !slices.Contains([]Answering{One, Many, Text}, Answering(c[1])) {
				p.say("a question is: ? id | one, many or text | optional")
				return
			}
			if _, twice := k.Question(c[0]); twice {
				p.say("%s is there twice", c[0])
			}
			k.Questions = append(k.Questions, Question{ID: c[0], Group: k.Groups[len(k.Groups)-1].ID, How: Answering(c[1]), May: len(c) > 2 && c[2] == "optional"})
		case "ja":
			at().Ask.JA = rest
		case "en":
			at().Ask.EN = rest
		case "why":
			at().Why.JA = rest
		case "why-en":
			at().Why.EN = rest
		case "src":
			at().Source = rest
		case "usual":
			at().Usual = strings.Fields(rest)
		case "if":
			at().If = p.condition(rest, k)
		case "-":
			c := cells(rest)
			if len(c) < 3 {
				p.say("an answer is: - value | 日本語 | English | words in documents")
				return
			}
			o := Option{Value: c[0], Text: Says{c[1], c[2]}, Words: c[1]}
			if len(c) > 3 && c[3] != "" {
				o.Words = c[3]
			}
			at().Choices = append(at().Choices, o)
		default:
			p.say("not understood: %s", l)
		}
	})
	for _, q := range k.Questions {
		if q.Ask.JA == "" || q.Ask.EN == "" || q.Why.JA == "" || q.Why.EN == "" || q.Source == "" {
			p.say("%s: ja, en, why, why-en and src are needed", q.ID)
		}
		if (q.How == Text) != (len(q.Choices) == 0) {
			p.say("%s: a choice has answers, a text has none", q.ID)
		}
		for _, u := range q.Usual {
			if _, ok := q.Option(u); !ok && q.How != Text {
				p.say("%s: usual %s is no answer", q.ID, u)
			}
		}
	}
	if k.Version == 0 || k.From.IsZero() || k.Source == "" {
		p.say("version, from and source are needed")
	}
	return k
}

func (p *parser) condition(text string, k Kit) Condition {
	var out Condition
	for _, part := range strings.Split(text, ",") {
		f := strings.Fields(part)
		if len(f) != 3 || !slices.Contains([]string{"=", "!=", "~", "!~"}, f[1]) {
			p.say("a condition is: question = value (or !=, ~, !~)")
			continue
		}
		q, ok := k.Question(f[0])
		if _, has := q.Option(f[2]); !ok || !has {
			p.say("the condition asks for %s %s, which cannot be", f[0], f[2])
		}
		out = append(out, Test{f[0], f[1], f[2]})
	}
	return out
}

func (p *parser) template(kind Kind, text string, k Kit) Template {
	t := Template{Kind: kind}
	p.each(text, func(l string) {
		word, rest, _ := strings.Cut(l, " ")
		rest = strings.TrimSpace(rest)
		switch {
		case word == "title":
			t.Title = rest
		case word == "articles":
			t.Articles = true
		case word == "##":
			c := cells(rest)
			if len(c) < 2 {
				p.say("a section is: ## key | heading | workers")
				return
			}
			t.Sections = append(t.Sections, TemplateSection{Key: c[0], Heading: c[1], Workers: len(c) > 2 && c[2] == "workers"})
		case len(t.Sections) == 0:
			p.say("belongs to no section: %s", l)
		default:
			var para TemplateParagraph
			if strings.HasPrefix(l, "[") {
				cond, after, ok := strings.Cut(l[1:], "]")
				if !ok {
					p.say("a condition ends with ]")
					return
				}
				para.If, l = p.condition(cond, k), strings.TrimSpace(after)
			}
			para.Text = l
			for _, name := range places(l) {
				if _, ok := k.Question(name); !ok && !slices.Contains(given, name) {
					p.say("nothing fills {%s}", name)
				}
			}
			s := &t.Sections[len(t.Sections)-1]
			s.Paragraphs = append(s.Paragraphs, para)
		}
	})
	if t.Title == "" || len(t.Sections) == 0 {
		p.say("title and sections are needed")
	}
	return t
}

// given are the places that are filled from facts, not from answers.
var given = []string{"company", "workplace", "today", "physicians"}

// places are the names in braces.
func places(text string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return out
		}
		out = append(out, name)
		text = after
	}
}
