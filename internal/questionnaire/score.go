package questionnaire

import "slices"

// Scoring is how an instrument is counted. It is data of the form: sums with
// bands, one table of two sums, and what the outcome is called.
type Scoring struct {
	Algorithm  string      `json:"algorithm"` // "FATIGUE_2023"
	Version    int         `json:"version"`
	Source     string      `json:"source"`
	Sums       []Sum       `json:"sums"`
	Matrix     Matrix      `json:"matrix"`
	Judgements []Judgement `json:"judgements"` // ascending
	Caveat     Text        `json:"caveat"`     // shown with each result: not a diagnosis
}

// Sum adds the points of some choice questions.
type Sum struct {
	ID        string   `json:"id"`
	Name      Text     `json:"name"`
	Questions []string `json:"questions"`
	Bands     []Band   `json:"bands"` // ascending; the last has no upper end
}

// Band is a range of a sum: up to and including UpTo.
type Band struct {
	UpTo  *int   `json:"upTo,omitempty"` // nil: all that is left
	Grade string `json:"grade"`
}

// Matrix finds the total from the grades of two sums.
type Matrix struct {
	Rows    string                    `json:"rows"` // id of a sum
	Columns string                    `json:"columns"`
	Cells   map[string]map[string]int `json:"cells"` // row grade -> column grade -> total
}

// Judgement names a range of the total, from the previous one's end.
type Judgement struct {
	UpTo   int    `json:"upTo"`
	ID     string `json:"id"`    // "high"
	Words  Text   `json:"words"` // for worker and physician
	Advice Text   `json:"advice"`
}

// Result is a counted response. Unless Complete, only Missing says something.
type Result struct {
	Algorithm string
	Version   int
	Complete  bool
	Missing   []string // ids of questions without an answer, in form order
	Sums      []SumResult
	Total     int
	Judgement Judgement
	Caveat    Text
}

// SumResult is one sum with its grade.
type SumResult struct {
	ID    string
	Name  Text
	Value int
	Grade string
}

// Score counts a. A declined, skipped or missing answer leaves the result
// incomplete: nothing is imputed. False: the form is not counted at all.
func (f *Form) Score(a Answers) (Result, bool) {
	s := f.Scoring
	if s == nil {
		return Result{}, false
	}
	out := Result{Algorithm: s.Algorithm, Version: s.Version, Caveat: s.Caveat}
	shown := f.Shown(a)
	for _, sum := range s.Sums {
		r := SumResult{ID: sum.ID, Name: sum.Name}
		for _, id := range sum.Questions {
			x, ok := shown[id]
			if !ok || x.State != Given {
				out.Missing = append(out.Missing, id)
				continue
			}
			if o, ok := f.byID[id].Option(x.value()); ok {
				r.Value += o.Points
			}
		}
		r.Grade = sum.grade(r.Value)
		out.Sums = append(out.Sums, r)
	}
	if len(out.Missing) > 0 {
		out.Sums = nil
		slices.SortFunc(out.Missing, func(x, y string) int { return f.index(x) - f.index(y) })
		return out, true
	}
	out.Complete = true
	out.Total = s.Matrix.Cells[out.grade(s.Matrix.Rows)][out.grade(s.Matrix.Columns)]
	for _, j := range s.Judgements {
		out.Judgement = j
		if out.Total <= j.UpTo {
			break
		}
	}
	return out, true
}

func (f *Form) index(id string) int {
	return slices.IndexFunc(f.questions, func(q *Question) bool { return q.ID == id })
}

func (s Sum) grade(value int) string {
	for _, b := range s.Bands {
		if b.UpTo == nil || value <= *b.UpTo {
			return b.Grade
		}
	}
	return ""
}

func (r Result) grade(sum string) string {
	for _, s := range r.Sums {
		if s.ID == sum {
			return s.Grade
		}
	}
	return ""
}
