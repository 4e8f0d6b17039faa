package questionnaire

import "strconv"

// Condition is a statement about earlier answers. Exactly one of its forms is used:
// All, Any, Not, or a statement about one question.
//
// An answer that is declined, skipped, missing or hidden satisfies nothing but
// Declined; so a follow-up never appears because somebody kept silent.
type Condition struct {
	All []Condition `json:"all,omitempty"`
	Any []Condition `json:"any,omitempty"`
	Not *Condition  `json:"not,omitempty"`

	Question string   `json:"question,omitempty"`
	In       []string `json:"in,omitempty"`      // one of these was chosen
	AtLeast  *float64 `json:"atLeast,omitempty"` // number or scale
	AtMost   *float64 `json:"atMost,omitempty"`
	Given    bool     `json:"given,omitempty"` // anything at all was answered
	Declined bool     `json:"declined,omitempty"`
}

// holds evaluates c on answers that are already free of hidden ones.
func (c *Condition) holds(a Answers) bool {
	switch {
	case len(c.All) > 0:
		for i := range c.All {
			if !c.All[i].holds(a) {
				return false
			}
		}
		return true
	case len(c.Any) > 0:
		for i := range c.Any {
			if c.Any[i].holds(a) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !c.Not.holds(a)
	}
	x, ok := a[c.Question]
	if !ok {
		return false
	}
	if c.Declined {
		return x.State == Declined
	}
	if x.State != Given {
		return false
	}
	if c.Given {
		return true
	}
	if len(c.In) > 0 {
		for _, v := range x.Values {
			for _, w := range c.In {
				if v == w {
					return true
				}
			}
		}
		return false
	}
	n, err := strconv.ParseFloat(x.value(), 64)
	if err != nil {
		return false
	}
	return (c.AtLeast == nil || n >= *c.AtLeast) && (c.AtMost == nil || n <= *c.AtMost)
}

// questions lists the questions c looks at, with repeats.
func (c *Condition) questions() []string {
	var out []string
	c.leaves(func(l *Condition) { out = append(out, l.Question) })
	return out
}

// leaves visits the statements about single questions.
func (c *Condition) leaves(f func(*Condition)) {
	switch {
	case len(c.All) > 0:
		for i := range c.All {
			c.All[i].leaves(f)
		}
	case len(c.Any) > 0:
		for i := range c.Any {
			c.Any[i].leaves(f)
		}
	case c.Not != nil:
		c.Not.leaves(f)
	default:
		f(c)
	}
}

// forms counts how many of the exclusive forms are filled in.
func (c *Condition) forms() int {
	n := 0
	for _, used := range []bool{len(c.All) > 0, len(c.Any) > 0, c.Not != nil, c.Question != ""} {
		if used {
			n++
		}
	}
	return n
}

// statements counts what a leaf says about its question; AtLeast with AtMost is one.
func (c *Condition) statements() int {
	n := 0
	for _, used := range []bool{len(c.In) > 0, c.AtLeast != nil || c.AtMost != nil, c.Given, c.Declined} {
		if used {
			n++
		}
	}
	return n
}
