package modality

import (
	"fmt"
	"slices"
)

// Prove looks for what is wrong with a table as a whole, by trying out, for each
// row, every combination of the facts it looks at:
//
//   - a row or a contradiction that can never fire;
//   - a row whose outcome never decides anything;
//   - a row that a worrying fact switches off (or, for an online row, on): then
//     more worry could mean less care.
//
// It returns one sentence for each fault. Together the checks of the last kind
// prove that adding a risk never loosens an outcome: every row that asks for
// more stays on, and a row that allows online is only ever lost, which leads to
// the row for everything else.
func (t *Table) Prove() []string {
	var out []string
	for i, r := range t.Rows {
		fires, decides := false, false
		var loose string
		t.each(r.facts, func(e *env) {
			on := t.fires(e, i)
			if on {
				fires = true
				decides = decides || t.strictestOf(e) == r.Outcome
			}
			if loose == "" {
				loose = t.loosened(e, i, on)
			}
		})
		switch {
		case !fires:
			out = append(out, r.ID+" can never fire")
		case !decides:
			out = append(out, r.ID+" never decides anything")
		}
		if loose != "" {
			out = append(out, r.ID+": "+loose)
		}
	}
	for _, c := range t.clashes {
		facts, rows := map[int]bool{}, map[int]bool{}
		c.when.look(facts, rows)
		hit := false
		t.each(keys(facts), func(e *env) { hit = hit || c.when.holds(e) })
		if !hit {
			out = append(out, c.ID+" can never happen")
		}
	}
	return out
}

func keys(m map[int]bool) []int {
	var out []int
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// levels are the values of a fact worth trying, least worrying first where it
// has a direction: all of a list, and around every number that a condition names.
func (t *Table) levels(i int) []float64 {
	f := t.Schema[i]
	var out []float64
	switch f.Kind {
	case Bool:
		out = []float64{0, 1}
	case Choice, Scale:
		for n := range f.Values {
			out = append(out, float64(n))
		}
	case Number:
		for n := f.Min; n <= min(f.Max, f.Min+4); n++ {
			out = append(out, float64(n))
		}
	case Date:
		day := t.From.AddDays(400)
		out = []float64{dateNumber(day.AddDays(-1)), dateNumber(day), dateNumber(day.AddDays(1))}
	}
	if f.Risk == "less" {
		slices.Reverse(out)
	}
	return out
}

// each walks every combination of the levels of some facts; the others keep
// their least worrying value, so that a row is seen on its own.
func (t *Table) each(facts []int, f func(e *env)) {
	e := &env{values: make([]float64, len(t.Schema)), given: make([]bool, len(t.Schema)), fired: make([]bool, len(t.Rows))}
	for i := range t.Schema {
		e.values[i], e.given[i] = t.levels(i)[0], true
	}
	var walk func(k int)
	walk = func(k int) {
		if k == len(facts) {
			f(e)
			return
		}
		for _, v := range t.levels(facts[k]) {
			e.values[facts[k]] = v
			walk(k + 1)
		}
		e.values[facts[k]] = t.levels(facts[k])[0]
	}
	walk(0)
}

// fires evaluates all rows and tells whether row i holds.
func (t *Table) fires(e *env, i int) bool {
	for k, r := range t.Rows {
		e.fired[k] = r.when.holds(e)
	}
	return e.fired[i]
}

// strictestOf is the outcome of the rows that e.fired names.
func (t *Table) strictestOf(e *env) Outcome {
	out := OnlineOK
	for k, r := range t.Rows {
		if e.fired[k] && r.Outcome.Stricter(out) {
			out = r.Outcome
		}
	}
	return out
}

// loosened says how one step of one fact towards more worry switches a
// restricting row off or an online row on.
func (t *Table) loosened(e *env, i int, on bool) string {
	r := t.Rows[i]
	for _, k := range r.facts {
		f := t.Schema[k]
		if f.Risk == "" {
			continue
		}
		list := t.levels(k)
		at := slices.Index(list, e.values[k])
		if at+1 >= len(list) {
			continue
		}
		old := e.values[k]
		e.values[k] = list[at+1]
		then := t.fires(e, i)
		e.values[k] = old
		t.fires(e, i)
		if on && !then && r.Outcome != OnlineOK {
			return fmt.Sprintf("more worry in %s switches it off", f.Name)
		}
		if !on && then && r.Outcome == OnlineOK {
			return fmt.Sprintf("more worry in %s allows online", f.Name)
		}
	}
	return ""
}
