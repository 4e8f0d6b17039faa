package questionnaire

// Path lists the questions to be asked with these answers, in order. A question
// behind an unmet condition is left out, and so is every question that depends
// on it: answers to hidden questions count for nothing.
func (f *Form) Path(a Answers) []*Question {
	seen := Answers{}
	var out []*Question
	for _, q := range f.questions {
		if q.When != nil && !q.When.holds(seen) {
			continue
		}
		out = append(out, q)
		if x, ok := a[q.ID]; ok {
			seen[q.ID] = x
		}
	}
	return out
}

// Shown is a without the answers to questions that are hidden now.
func (f *Form) Shown(a Answers) Answers {
	out := Answers{}
	for _, q := range f.Path(a) {
		if x, ok := a[q.ID]; ok {
			out[q.ID] = x
		}
	}
	return out
}

// Hidden lists the ids of answered questions that are hidden now, in form order.
func (f *Form) Hidden(a Answers) []string {
	shown := f.Shown(a)
	var out []string
	for _, q := range f.questions {
		if _, ok := a[q.ID]; !ok {
			continue
		}
		if _, ok := shown[q.ID]; !ok {
			out = append(out, q.ID)
		}
	}
	return out
}

// FirstOpen is the first question on the path that was neither answered,
// declined nor passed by. False: all are.
func (f *Form) FirstOpen(a Answers) (*Question, bool) {
	for _, q := range f.Path(a) {
		if _, ok := a[q.ID]; !ok {
			return q, true
		}
	}
	return nil, false
}

// After is the question that follows id on the path. False: id is the last, or not on it.
func (f *Form) After(a Answers, id string) (*Question, bool) {
	path := f.Path(a)
	for i, q := range path {
		if q.ID == id && i+1 < len(path) {
			return path[i+1], true
		}
	}
	return nil, false
}

// Before is the question that precedes id on the path. False: id is the first, or not on it.
func (f *Form) Before(a Answers, id string) (*Question, bool) {
	path := f.Path(a)
	for i, q := range path {
		if q.ID == id && i > 0 {
			return path[i-1], true
		}
	}
	return nil, false
}

// Progress is how far somebody is.
type Progress struct {
	Done int // questions on the path that are dealt with
	All  int // questions on the path as it is known now
}

// Progress counts the path.
func (f *Form) Progress(a Answers) Progress {
	p := Progress{}
	for _, q := range f.Path(a) {
		p.All++
		if _, ok := a[q.ID]; ok {
			p.Done++
		}
	}
	return p
}

// Place is the number of the question on the path (1 is the first) and the
// length of the path; 0 when it is not on it.
func (f *Form) Place(a Answers, id string) (n, of int) {
	path := f.Path(a)
	for i, q := range path {
		if q.ID == id {
			n = i + 1
		}
	}
	return n, len(path)
}
