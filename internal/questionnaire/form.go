package questionnaire

import (
	"mendan/internal/civil"
	"mendan/internal/lang"
)

// FormID names a form through all its versions: "intake_long_hours".
type FormID string

// Text is a sentence in both languages of the product.
type Text struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// In is the text in the language.
func (t Text) In(l lang.Lang) string {
	return lang.In(l, t.JA, t.EN)
}

// IsZero tells whether nothing is said.
func (t Text) IsZero() bool { return t == Text{} }

// same is one text for both languages: what a worker wrote himself.
func same(text string) Text { return Text{JA: text, EN: text} }

// Form is one version of one questionnaire, read by Parse and never changed.
type Form struct {
	ID      FormID
	Version int
	Valid   Validity
	Title   Text
	Lead    Text // what the form is and how long it takes
	Minutes int  // honest estimate, shown before the first question

	Source  string // where wording and scoring come from
	Licence string
	Notes   string // for the people who keep the form, not shown

	For      []string // types of interview that use it: LONG_HOURS_GENERAL
	Order    int      // place among the forms of one interview
	Needed   bool     // whether readiness waits for it
	Sections []Section
	Scoring  *Scoring // nil when nothing is counted

	questions []*Question // all, in the order they are asked
	byID      map[string]*Question
}

// Validity is when a version may be begun: from the first day, until the day before Until.
type Validity struct {
	From  civil.Date
	Until civil.Date // zero: open
}

// Holds tells whether a response may begin with this version on the day.
func (v Validity) Holds(day civil.Date) bool {
	return !day.Before(v.From) && (v.Until.IsZero() || day.Before(v.Until))
}

// Section is a group of questions under one heading.
type Section struct {
	ID        string
	Title     Text
	Questions []*Question
}

// Kind is the kind of an answer.
type Kind string

// The kinds.
const (
	Choice  Kind = "choice"  // one of several
	Choices Kind = "choices" // any of several
	Number  Kind = "number"
	Scale   Kind = "scale" // whole steps from Min to Max, both ends named
	Short   Kind = "short" // one line
	Long    Kind = "long"  // several lines
	Clock   Kind = "time"  // time of day
)

// Role marks a question that the physician looks for.
type Role string

// The roles of questions.
const (
	Plain      Role = ""
	Wish       Role = "wish"       // what the worker would like to change
	Disclosure Role = "disclosure" // what may be told to the company
	Worry      Role = "worry"      // fear of disadvantage or of being known
	Memo       Role = "memo"       // what the worker wants to talk about
)

// Question is one page of a form.
type Question struct {
	ID      string
	Section string
	Kind    Kind
	Text    Text
	Help    Text // may be empty
	Why     Text // why it is asked
	Who     Text // who sees the answer
	Role    Role
	Needed  bool // an answer or "I would rather not say" is asked for; others may be passed by

	Choices []Option
	Unit    Text    // Number
	Min     float64 // Number, Scale
	Max     float64
	Step    float64 // Number: 1 or a fraction of it
	Low     Text    // Scale: what Min means
	High    Text    // Scale: what Max means
	Length  int     // Short, Long: characters

	When    *Condition // nil: always asked
	Notable *Condition // which answers the physician should see first; may only look at this question
	Weight  int        // of Notable, 1 to 3
	Card    string     // help card shown below the question itself, before any answer
}

// Option is one choice.
type Option struct {
	ID     string
	Text   Text
	Points int  // used by Scoring
	Alone  bool // in Choices: excludes the others ("none of these")
}

// Option finds a choice by its id.
func (q *Question) Option(id string) (Option, bool) {
	for _, o := range q.Choices {
		if o.ID == id {
			return o, true
		}
	}
	return Option{}, false
}

// Question finds a question by its id.
func (f *Form) Question(id string) (*Question, bool) {
	q, ok := f.byID[id]
	return q, ok
}

// Questions lists all questions in the order they are asked, hidden ones too.
func (f *Form) Questions() []*Question { return f.questions }

// SectionTitle is the heading under which q stands.
func (f *Form) SectionTitle(q *Question) Text {
	for _, s := range f.Sections {
		if s.ID == q.Section {
			return s.Title
		}
	}
	return Text{}
}

// Is tells whether the form is used for a type of interview.
func (f *Form) Is(caseType string) bool {
	for _, t := range f.For {
		if t == caseType {
			return true
		}
	}
	return false
}
