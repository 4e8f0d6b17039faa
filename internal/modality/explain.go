package modality

import (
	"slices"

	"mendan/internal/civil"
)

// Explained is a decision in words, as mendan explain prints it. It is for who
// may read everything about the case; the employer's part stands in Employer.
type Explained struct {
	Outcome  Outcome            `json:"outcome"`
	Meaning  string             `json:"meaning"`
	Day      civil.Date         `json:"on"`
	Rules    ExplainedRules     `json:"rules"`
	Rows     []ExplainedRow     `json:"rows"`
	Employer []string           `json:"employer"`
	Facts    Facts              `json:"facts"`
	Assumed  map[string]Assumed `json:"assumed"`
}

// ExplainedRules names the version.
type ExplainedRules struct {
	Version  string `json:"version"`
	Valid    string `json:"valid"`
	Approved string `json:"approved"`
	Source   string `json:"source"`
}

// ExplainedRow is a row that fired.
type ExplainedRow struct {
	Row       string            `json:"row"`
	Outcome   Outcome           `json:"outcome"`
	Decides   bool              `json:"decides"`
	Condition string            `json:"condition"`
	Because   map[string]string `json:"because"` // the facts it looks at, as they counted
	Worker    string            `json:"worker"`
	Physician string            `json:"physician"`
	Employer  string            `json:"employer"` // "" when he learns nothing of it
	Source    string            `json:"source"`
	Mark      string            `json:"mark"`
}

// Assumed is what counted for a fact that nobody gave and that a row looked at.
type Assumed struct {
	Value string `json:"value"`
	Why   string `json:"why"` // "not shown" or "not noticed"
}

var meanings = map[Outcome]Text{
	OnlineOK:    {"オンラインで行えます", "may be online"},
	Recommended: {"対面をおすすめします(オンラインには産業医の一文が必要です)", "in person is recommended (online needs a sentence of the physician)"},
	Required:    {"対面で行います", "has to be in person"},
}

// Meaning is an outcome in words.
func (o Outcome) Meaning() Text { return meanings[o] }

// Explain puts a decision into words.
func (d Decision) Explain(l Lang) Explained {
	out := Explained{
		Outcome: d.Outcome, Meaning: d.Outcome.Meaning().In(l), Day: d.Day, Facts: d.Facts, Assumed: map[string]Assumed{},
		Rules: ExplainedRules{d.Table.Version, d.Table.Validity(), d.Table.Approved.In(l), d.Table.Source},
	}
	for _, r := range d.Rows {
		x := ExplainedRow{
			Row: r.ID, Outcome: r.Outcome, Decides: r.Outcome == d.Outcome, Condition: r.Condition, Because: map[string]string{},
			Worker: r.Worker.In(l), Physician: r.Physician.In(l), Employer: r.Employer.In(l), Source: r.Source, Mark: r.Mark,
		}
		for _, i := range r.facts {
			f := d.Table.Schema[i]
			v, assumed := d.counted(f)
			x.Because[f.Name] = v
			if assumed {
				out.Assumed[f.Name] = Assumed{v, f.why()}
			}
		}
		out.Rows = append(out.Rows, x)
	}
	for _, t := range d.Employer() {
		out.Employer = append(out.Employer, t.In(l))
	}
	return out
}

// counted is the value that counted for a fact, and whether it was assumed.
func (d Decision) counted(f Fact) (value string, assumed bool) {
	if v, ok := d.Facts.Get(f.Name); ok {
		return v.text, false
	}
	if f.Today {
		return d.Day.String(), true
	}
	return f.Unknown, true
}

func (f Fact) why() string {
	switch {
	case f.Today:
		return "the day of the decision"
	case f.Assured:
		return "not shown"
	}
	return "not noticed"
}

// Counted are the facts that fired rows looked at, in the order of the schema,
// with what counted: for the physician's page.
func (d Decision) Counted() []CountedFact {
	var seen []int
	for _, r := range d.Rows {
		for _, i := range r.facts {
			if !slices.Contains(seen, i) {
				seen = append(seen, i)
			}
		}
	}
	slices.Sort(seen)
	var out []CountedFact
	for _, i := range seen {
		f := d.Table.Schema[i]
		v, assumed := d.counted(f)
		out = append(out, CountedFact{Fact: f, Value: v, Assumed: assumed})
	}
	return out
}

// CountedFact is one fact as it counted.
type CountedFact struct {
	Fact    Fact
	Value   string
	Assumed bool // nobody gave it
}
