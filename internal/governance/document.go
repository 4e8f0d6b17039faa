package governance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"mendan/internal/id"
)

// Kind is one of the documents of the kit.
type Kind string

// The documents.
const (
	RuleText    Kind = "rule"    // 規程(案)
	AgendaPaper Kind = "agenda"  // 議題資料
	NoticeText  Kind = "notice"  // 周知文
	MinutesForm Kind = "minutes" // 議事録様式
	PostingText Kind = "posting" // 掲示 (安衛則第98条の2)
)

// Kinds lists them in the order they are used.
func Kinds() []Kind { return []Kind{RuleText, AgendaPaper, NoticeText, MinutesForm, PostingText} }

// KitKinds are the four that the committee kit makes.
func KitKinds() []Kind { return Kinds()[:4] }

// Known tells whether k is one of them.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Section is one part of a document. Text has one paragraph per line.
type Section struct {
	Key     string `json:"key"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
	Workers bool   `json:"workers,omitempty"` // concerns workers: a change asks for a new notice
}

// Document is one version of a text of a workplace. Versions are only added.
type Document struct {
	Company   id.Company
	Workplace id.Workplace
	Kind      Kind
	Version   int // from 1
	Title     string
	Articles  bool // sections are articles: 第1条(目的)
	Sections  []Section
	Base      []Section // what the kit made when it last made it: tells what was edited by hand
	Kit       int       // version of the kit
	Answers   Answers   // that it was last made from
	How       How
	MadeAt    time.Time
	MadeBy    id.Account // empty: the platform
}

// How a version came about.
type How string

// The ways.
const (
	FromKit How = "KIT"
	Edited  How = "EDIT"
)

// Heading is the n-th section's heading as it is printed, n from 0.
func (d Document) Heading(n int) string { return headingOf(d.Articles, n, d.Sections[n].Heading) }

func headingOf(articles bool, n int, heading string) string {
	if articles {
		return fmt.Sprintf("第%d条(%s)", n+1, heading)
	}
	return heading
}

// Lines are the paragraphs of a section.
func (s Section) Lines() []string {
	var out []string
	for l := range strings.Lines(s.Text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// Facts fill places that no answer fills.
type Facts struct {
	Company    string
	Workplace  string
	Today      string // 2026年11月22日
	Physicians string // names, joined
}

// Draft makes the sections of a document from the answers. An answer that is
// missing leaves a line to be filled in by hand.
func (k Kit) Draft(t Template, a Answers, f Facts) []Section {
	fill := strings.NewReplacer(k.fillings(t, a, f)...)
	var out []Section
	for _, s := range t.Sections {
		var lines []string
		paragraphs, items := 0, 0
		for _, p := range s.Paragraphs {
			if !p.If.Holds(a) {
				continue
			}
			text := fill.Replace(p.Text)
			switch item := strings.HasPrefix(text, "・"); {
			case item:
				items++
				text = fmt.Sprintf("(%d) %s", items, strings.TrimPrefix(text, "・"))
			case t.Articles:
				items = 0
				if paragraphs++; paragraphs > 1 {
					text = fmt.Sprintf("%d　%s", paragraphs, text)
				}
			default:
				items = 0
			}
			lines = append(lines, text)
		}
		if len(lines) > 0 {
			out = append(out, Section{Key: s.Key, Heading: s.Heading, Workers: s.Workers, Text: strings.Join(lines, "\n")})
		}
	}
	return out
}

const blank = "＿＿＿＿＿＿"

func (k Kit) fillings(t Template, a Answers, f Facts) []string {
	out := []string{"{company}", f.Company, "{workplace}", f.Workplace, "{today}", f.Today, "{physicians}", or(f.Physicians, blank)}
	for _, q := range k.Questions {
		out = append(out, "{"+q.ID+"}", or(k.Words(q, a), blank))
	}
	return out
}

// Words says an answer as documents do; empty when there is none.
func (k Kit) Words(q Question, a Answers) string {
	var said []string
	for _, v := range a[q.ID] {
		o, ok := q.Option(v)
		switch {
		case q.How == Text:
			said = append(said, v)
		case ok:
			said = append(said, o.Words)
		}
	}
	return strings.Join(said, "、")
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Renew lays a new draft of the kit over a text: what nobody edited by hand
// follows the new draft, what somebody did stays. kept names the headings of
// sections that stay although the draft says something else now.
func Renew(current, base, draft []Section) (merged []Section, kept []string) {
	was, is := byKey(base), byKey(current)
	seen := map[string]bool{}
	for _, d := range draft {
		seen[d.Key] = true
		c, there := is[d.Key]
		b, made := was[d.Key]
		switch {
		case there && made && c == b || !there && !made:
			merged = append(merged, d) // nobody touched it, or it is new
		case !there: // taken out by hand
			if d != b {
				kept = append(kept, d.Heading)
			}
		default: // edited by hand, or written before the kit had it
			merged = append(merged, c)
			if d != b && d != c {
				kept = append(kept, c.Heading)
			}
		}
	}
	for _, c := range current { // added by hand
		if b, made := was[c.Key]; !seen[c.Key] && (!made || c != b) {
			merged = append(merged, c)
		}
	}
	return merged, kept
}

func byKey(list []Section) map[string]Section {
	out := make(map[string]Section, len(list))
	for _, s := range list {
		out[s.Key] = s
	}
	return out
}
