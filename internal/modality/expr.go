package modality

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// A condition is read like a sentence:
//
//	stage = START and (worker_place != PRIVATE or physician_place = NONE)
//	type in (LEAVE, RETURN_TO_WORK) and not D-10
//
// Operators: = != in, not in; >= <= > < for scales, numbers and dates; the right
// side is a value or another fact of the same kind; D-09 alone means "row D-09
// fired" and may only name an earlier row. "and" binds tighter than "or".

// env is what a condition is evaluated in.
type env struct {
	values []float64
	given  []bool
	fired  []bool // of the rows before
	// onlyGiven: a comparison with a fact that nobody gave is false (contradictions).
	onlyGiven bool
}

type node interface {
	holds(e *env) bool
	// look adds what the node looks at: facts and rows by index.
	look(facts, rows map[int]bool)
}

type (
	anyOf   []node
	allOf   []node
	notThis struct{ of node }
	rowRef  int
	compare struct {
		fact  int
		op    string
		value float64
		other int // index of a fact on the right side; -1: value
	}
	among struct {
		fact   int
		values []float64
		not    bool
	}
)

func (n anyOf) holds(e *env) bool {
	return slices.ContainsFunc(n, func(x node) bool { return x.holds(e) })
}
func (n allOf) holds(e *env) bool {
	return !slices.ContainsFunc(n, func(x node) bool { return !x.holds(e) })
}
func (n notThis) holds(e *env) bool { return !n.of.holds(e) }
func (n rowRef) holds(e *env) bool  { return e.fired[n] }

func (n compare) holds(e *env) bool {
	if e.onlyGiven && (!e.given[n.fact] || n.other >= 0 && !e.given[n.other]) {
		return false
	}
	l, r := e.values[n.fact], n.value
	if n.other >= 0 {
		r = e.values[n.other]
	}
	switch n.op {
	case "=":
		return l == r
	case "!=":
		return l != r
	case ">=":
		return l >= r
	case "<=":
		return l <= r
	case ">":
		return l > r
	}
	return l < r
}

func (n among) holds(e *env) bool {
	if e.onlyGiven && !e.given[n.fact] {
		return false
	}
	return slices.Contains(n.values, e.values[n.fact]) != n.not
}

func (n anyOf) look(f, r map[int]bool) {
	for _, x := range n {
		x.look(f, r)
	}
}

func (n allOf) look(f, r map[int]bool) {
	for _, x := range n {
		x.look(f, r)
	}
}
func (n notThis) look(f, r map[int]bool) { n.of.look(f, r) }
func (n rowRef) look(_, r map[int]bool)  { r[int(n)] = true }
func (n among) look(f, _ map[int]bool)   { f[n.fact] = true }
func (n compare) look(f, _ map[int]bool) {
	f[n.fact] = true
	if n.other >= 0 {
		f[n.other] = true
	}
}

var (
	word  = regexp.MustCompile(`^\s*(>=|<=|!=|=|>|<|\(|\)|,|[A-Za-z0-9_\-]+)`)
	rowID = regexp.MustCompile(`^D-[0-9]{2}$`)
)

// reader reads one condition.
type reader struct {
	table *Table
	words []string
	at    int
	// noRows: rows may not be named (contradictions).
	noRows bool
}

func (t *Table) condition(text string, noRows bool) (node, error) {
	r := reader{table: t, noRows: noRows}
	for rest := text; strings.TrimSpace(rest) != ""; {
		m := word.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("%q cannot be read from %q on", text, strings.TrimSpace(rest))
		}
		r.words, rest = append(r.words, m[1]), rest[len(m[0]):]
	}
	n, err := r.or()
	if err == nil && r.at < len(r.words) {
		err = fmt.Errorf("%q was not expected", r.peek())
	}
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return n, nil
}

func (r *reader) peek() string {
	if r.at < len(r.words) {
		return r.words[r.at]
	}
	return ""
}

func (r *reader) next() string {
	w := r.peek()
	r.at++
	return w
}

func (r *reader) take(w string) bool {
	if r.peek() != w {
		return false
	}
	r.at++
	return true
}

func (r *reader) or() (node, error) {
	var list anyOf
	for {
		n, err := r.and()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if !r.take("or") {
			if len(list) == 1 {
				return list[0], nil
			}
			return list, nil
		}
	}
}

func (r *reader) and() (node, error) {
	var list allOf
	for {
		n, err := r.one()
		if err != nil {
			return nil, err
		}
		list = append(list, n)
		if !r.take("and") {
			if len(list) == 1 {
				return list[0], nil
			}
			return list, nil
		}
	}
}

func (r *reader) one() (node, error) {
	switch {
	case r.take("not"):
		n, err := r.one()
		return notThis{n}, err
	case r.take("("):
		n, err := r.or()
		if err == nil && !r.take(")") {
			err = fmt.Errorf("a bracket is not closed")
		}
		return n, err
	}
	name := r.next()
	if rowID.MatchString(name) {
		i := slices.IndexFunc(r.table.Rows, func(x *Row) bool { return x.ID == name })
		if i < 0 || r.noRows {
			return nil, fmt.Errorf("%s is no earlier row", name)
		}
		return rowRef(i), nil
	}
	i, ok := r.table.index[name]
	if !ok {
		return nil, fmt.Errorf("%q is no fact", name)
	}
	return r.compare(i)
}

func (r *reader) compare(fact int) (node, error) {
	f := r.table.Schema[fact]
	op := r.next()
	not := op == "not" && r.peek() == "in"
	if not {
		op = r.next()
	}
	if op == "in" {
		if !r.take("(") {
			return nil, fmt.Errorf("a list in brackets follows in")
		}
		n := among{fact: fact, not: not}
		for {
			v, err := f.read(r.next())
			if err != nil {
				return nil, err
			}
			n.values = append(n.values, v.n)
			if r.take(")") {
				return n, nil
			}
			if !r.take(",") {
				return nil, fmt.Errorf("a comma or a bracket is missing in a list")
			}
		}
	}
	switch op {
	case "=", "!=":
	case ">=", "<=", ">", "<":
		if f.Kind == Bool || f.Kind == Choice {
			return nil, fmt.Errorf("%s has no order", f.Name)
		}
	default:
		return nil, fmt.Errorf("%q is no comparison", op)
	}
	right := r.next()
	if other, ok := r.table.index[right]; ok && r.table.Schema[other].Kind == f.Kind && (f.Kind == Date || f.Kind == Number) {
		return compare{fact: fact, op: op, other: other}, nil
	}
	v, err := f.read(right)
	return compare{fact: fact, op: op, value: v.n, other: -1}, err
}
