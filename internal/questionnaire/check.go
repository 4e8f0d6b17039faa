package questionnaire

import (
	"fmt"
	"regexp"
	"slices"
)

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// reserved are words of the web addresses below a form: no question may be called so.
var reserved = []string{"review", "submit", "reopen", "result", "start", "help"}

// checker gathers the faults of one file. It stops at nothing, so that the
// author of a form sees all of them at once.
type checker struct {
	file   string
	faults []string
}

func (c *checker) add(where, format string, args ...any) {
	at := c.file
	if where != "" {
		at += ": " + where
	}
	c.faults = append(c.faults, at+": "+fmt.Sprintf(format, args...))
}

func (c *checker) text(where, what string, t Text) {
	if t.JA == "" {
		c.add(where, "%s has no Japanese text", what)
	}
	if t.EN == "" {
		c.add(where, "%s has no English text", what)
	}
}

// optional is a text that may be missing, but not in one language only.
func (c *checker) optional(where, what string, t Text) {
	if !t.IsZero() {
		c.text(where, what, t)
	}
}

func (c *checker) check(f *Form) {
	if !idPattern.MatchString(string(f.ID)) {
		c.add("", "form: %q is not a name of small letters, digits and _", f.ID)
	}
	if f.Version < 1 {
		c.add("", "version must be 1 or more")
	}
	if f.Source == "" || f.Licence == "" {
		c.add("", "source and licence are needed")
	}
	if len(f.For) == 0 {
		c.add("", "for: no type of interview uses the form")
	}
	if f.Minutes < 1 {
		c.add("", "minutes must be 1 or more")
	}
	if !f.Valid.Until.IsZero() && !f.Valid.From.Before(f.Valid.Until) {
		c.add("", "valid: ends before it begins")
	}
	c.text("", "title", f.Title)
	c.text("", "lead", f.Lead)
	if len(f.questions) == 0 {
		c.add("", "has no questions")
	}
	sections := map[string]bool{}
	for _, s := range f.Sections {
		if sections[s.ID] {
			c.add("section "+s.ID, "id is used twice")
		}
		sections[s.ID] = true
		c.text("section "+s.ID, "title", s.Title)
	}
	for i, q := range f.questions {
		c.checkQuestion(f, q, i)
	}
	if len(c.faults) == 0 { // only a sound form can be walked
		c.reachable(f)
		c.scoring(f)
	}
}

func (c *checker) checkQuestion(f *Form, q *Question, at int) {
	if !idPattern.MatchString(q.ID) || slices.Contains(reserved, q.ID) {
		c.add(q.ID, "id %q is not allowed", q.ID)
	}
	c.text(q.ID, "text", q.Text)
	c.optional(q.ID, "help", q.Help)
	c.text(q.ID, "why", q.Why)
	if q.Who != (Text{}) {
		c.text(q.ID, "who", q.Who)
	}
	switch q.Role {
	case Plain, Wish, Disclosure, Worry, Memo:
	default:
		c.add(q.ID, "role %q is unknown", q.Role)
	}
	c.checkKind(q)
	if q.When != nil {
		c.condition(f, q.ID, "when", q.When, at)
	}
	if q.Notable != nil {
		c.condition(f, q.ID, "notable", q.Notable, at+1)
		for _, other := range q.Notable.questions() {
			if other != q.ID {
				c.add(q.ID, "notable looks at %q instead of itself", other)
			}
		}
		if q.Weight < 1 || q.Weight > 3 {
			c.add(q.ID, "weight must be 1 to 3")
		}
	}
}

func (c *checker) checkKind(q *Question) {
	if len(q.Choices) > 0 && q.Kind != Choice && q.Kind != Choices {
		c.add(q.ID, "a %s takes no choices", q.Kind)
	}
	switch q.Kind {
	case Choice, Choices:
		if len(q.Choices) < 2 {
			c.add(q.ID, "needs at least two choices")
		}
		seen := map[string]bool{}
		for _, o := range q.Choices {
			if !idPattern.MatchString(o.ID) {
				c.add(q.ID, "choice id %q is not allowed", o.ID)
			}
			if seen[o.ID] {
				c.add(q.ID, "choice %q is there twice", o.ID)
			}
			seen[o.ID] = true
			c.text(q.ID, "choice "+o.ID, o.Text)
			if o.Alone && q.Kind == Choice {
				c.add(q.ID, "choice %q: alone says nothing where one is chosen", o.ID)
			}
		}
	case Number:
		c.text(q.ID, "unit", q.Unit)
		if q.Min >= q.Max || q.Step < 0 {
			c.add(q.ID, "min, max, step do not fit")
		}
	case Scale:
		c.text(q.ID, "low", q.Low)
		c.text(q.ID, "high", q.High)
		if q.Max-q.Min < 1 || q.Max-q.Min > 10 || q.Step != 0 {
			c.add(q.ID, "a scale has 2 to 11 whole steps")
		}
	case Short:
		if q.Length < 1 || q.Length > 200 {
			c.add(q.ID, "length must be 1 to 200")
		}
	case Long:
		if q.Length < 1 || q.Length > 4000 {
			c.add(q.ID, "length must be 1 to 4000")
		}
	case Clock:
	default:
		c.add(q.ID, "kind %q is unknown", q.Kind)
	}
}

// condition checks that cond is well formed and looks only at questions before place at.
func (c *checker) condition(f *Form, where, what string, cond *Condition, at int) {
	if cond.forms() != 1 {
		c.add(where, "%s: use exactly one of all, any, not, question", what)
		return
	}
	for i := range cond.All {
		c.condition(f, where, what, &cond.All[i], at)
	}
	for i := range cond.Any {
		c.condition(f, where, what, &cond.Any[i], at)
	}
	if cond.Not != nil {
		c.condition(f, where, what, cond.Not, at)
	}
	if cond.Question == "" {
		return
	}
	q, ok := f.byID[cond.Question]
	if !ok {
		c.add(where, "%s: question %q is not in the form", what, cond.Question)
		return
	}
	if f.index(q.ID) >= at {
		c.add(where, "%s: question %q is not asked before", what, q.ID)
	}
	if cond.statements() != 1 {
		c.add(where, "%s: say exactly one thing about %q", what, q.ID)
	}
	for _, v := range cond.In {
		if _, ok := q.Option(v); !ok {
			c.add(where, "%s: %q is no choice of %q", what, v, q.ID)
		}
	}
	if (cond.AtLeast != nil || cond.AtMost != nil) && q.Kind != Number && q.Kind != Scale {
		c.add(where, "%s: %q is no number", what, q.ID)
	}
}

// reachable reports questions that no combination of answers can show. It tries
// the answers that conditions can tell apart, so a handful per question.
func (c *checker) reachable(f *Form) {
	const most = 100_000
	for _, q := range f.questions {
		if q.When == nil {
			continue
		}
		deps := f.dependencies(q)
		tries := 1
		for _, d := range deps {
			tries *= len(probes(f, d))
		}
		if tries > most {
			c.add(q.ID, "its condition hangs on too many questions to be checked")
			continue
		}
		if !f.try(q, deps, Answers{}) {
			c.add(q.ID, "can never be shown: its condition contradicts itself")
		}
	}
}

// dependencies are the questions that decide whether q is shown, in form order.
func (f *Form) dependencies(q *Question) []*Question {
	need := map[string]bool{}
	var walk func(*Question)
	walk = func(x *Question) {
		if x.When == nil {
			return
		}
		for _, id := range x.When.questions() {
			if !need[id] {
				need[id] = true
				walk(f.byID[id])
			}
		}
	}
	walk(q)
	var out []*Question
	for _, x := range f.questions {
		if need[x.ID] {
			out = append(out, x)
		}
	}
	return out
}

func (f *Form) try(q *Question, deps []*Question, a Answers) bool {
	if len(deps) == 0 {
		return slices.Contains(f.Path(a), q)
	}
	for _, x := range probes(f, deps[0]) {
		if x.State == "" {
			delete(a, deps[0].ID)
		} else {
			a[deps[0].ID] = x
		}
		if f.try(q, deps[1:], a) {
			return true
		}
	}
	delete(a, deps[0].ID)
	return false
}

// probes are answers to q that conditions can tell apart: none, declined, each
// choice, each pair of choices where several may be chosen, numbers around the bounds in use.
func probes(f *Form, q *Question) []Answer {
	out := []Answer{{}, {Question: q.ID, State: Declined}}
	given := func(values ...string) { out = append(out, Answer{Question: q.ID, State: Given, Values: values}) }
	switch q.Kind {
	case Choice, Choices:
		for i, o := range q.Choices {
			given(o.ID)
			for _, p := range q.Choices[i+1:] {
				if q.Kind == Choices && !o.Alone && !p.Alone {
					given(o.ID, p.ID)
				}
			}
		}
	case Number, Scale:
		given(plain(q.Min))
		given(plain(q.Max))
		for _, x := range f.questions {
			if x.When == nil {
				continue
			}
			x.When.leaves(func(l *Condition) {
				if l.Question != q.ID {
					return
				}
				for _, b := range []*float64{l.AtLeast, l.AtMost} {
					if b != nil && *b >= q.Min && *b <= q.Max {
						given(plain(*b))
					}
				}
			})
		}
	case Clock:
		given("00:00")
	case Short, Long:
		given("x")
	}
	return out
}

func (c *checker) scoring(f *Form) {
	s := f.Scoring
	if s == nil {
		return
	}
	if s.Algorithm == "" || s.Version < 1 || s.Source == "" {
		c.add("scoring", "algorithm, version and source are needed")
	}
	c.text("scoring", "caveat", s.Caveat)
	grades := map[string][]string{}
	for _, sum := range s.Sums {
		where := "scoring " + sum.ID
		c.text(where, "name", sum.Name)
		for _, id := range sum.Questions {
			q, ok := f.byID[id]
			switch {
			case !ok:
				c.add(where, "question %q is not in the form", id)
			case q.Kind != Choice:
				c.add(where, "question %q is no choice", id)
			case q.When != nil:
				c.add(where, "question %q is not always asked", id)
			}
		}
		last := -1
		for i, b := range sum.Bands {
			if (b.UpTo == nil) != (i == len(sum.Bands)-1) || b.UpTo != nil && *b.UpTo <= last {
				c.add(where, "bands must rise and only the last is open")
			}
			if b.UpTo != nil {
				last = *b.UpTo
			}
			grades[sum.ID] = append(grades[sum.ID], b.Grade)
		}
	}
	rows, columns := grades[s.Matrix.Rows], grades[s.Matrix.Columns]
	if rows == nil || columns == nil {
		c.add("scoring", "matrix names an unknown sum")
	}
	if len(s.Judgements) == 0 {
		c.add("scoring", "has no judgements")
		return
	}
	top := s.Judgements[len(s.Judgements)-1].UpTo
	for _, r := range rows {
		for _, col := range columns {
			if v, ok := s.Matrix.Cells[r][col]; !ok || v < 0 || v > top {
				c.add("scoring", "matrix cell %s %s is missing or without judgement", r, col)
			}
		}
	}
	for i, j := range s.Judgements {
		c.text("scoring", "judgement "+j.ID, j.Words)
		c.text("scoring", "advice of "+j.ID, j.Advice)
		if i > 0 && j.UpTo <= s.Judgements[i-1].UpTo {
			c.add("scoring", "judgements must rise")
		}
	}
}
