package questionnaire

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/private"
)

// State says in which way a question was dealt with. Not asked yet has no Answer at all.
type State string

// The states.
const (
	Given    State = "given"
	Declined State = "declined" // 「答えたくない」
	Skipped  State = "skipped"  // an optional question passed by
)

// Answer is what somebody said to one question.
type Answer struct {
	private.Mark

	Question string
	State    State
	// Values is canonical: option ids in the order of the form, "6.5", "23:30" or
	// the text itself. Empty unless State is Given.
	Values []string
	At     time.Time
}

// Answers are the answers of one response by question id.
type Answers map[string]Answer

func (a Answer) value() string {
	if len(a.Values) == 0 {
		return ""
	}
	return a.Values[0]
}

// Has tells whether the option was chosen.
func (a Answer) Has(option string) bool { return slices.Contains(a.Values, option) }

// Value is the single value: text, number or time as it is stored.
func (a Answer) Value() string { return a.value() }

// Input is an answer as it came from a form, not yet believed.
type Input struct {
	Values  []string
	Decline bool // 「答えたくない」 was pressed
}

// Field is the name of the one field on a question's page.
const Field = "answer"

// Take reads what was typed as an answer to q. People write as they write:
// full-width digits, 23時半 or 2330 are understood, not corrected.
//
// Errors: an Invalid fault about the field Field.
func (q *Question) Take(in Input, at time.Time) (Answer, error) {
	out := Answer{Question: q.ID, State: Given, At: at}
	if in.Decline {
		out.State = Declined
		return out, nil
	}
	var values []string
	for _, v := range in.Values {
		if v = strings.TrimFunc(v, unicode.IsSpace); v != "" {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		if q.Needed {
			if q.Kind == Choice || q.Kind == Choices || q.Kind == Scale {
				return Answer{}, bad("questionnaire.choose")
			}
			return Answer{}, bad("questionnaire.fill_in")
		}
		out.State = Skipped
		return out, nil
	}
	canonical, err := q.read(values)
	if err != nil {
		return Answer{}, err
	}
	out.Values = canonical
	return out, nil
}

func bad(code string, args ...any) error {
	var f fault.Fields
	f.Add(Field, code, args...)
	return f.Err()
}

func (q *Question) read(values []string) ([]string, error) {
	if len(values) > 1 && q.Kind != Choices {
		return nil, bad("questionnaire.only_one")
	}
	switch q.Kind {
	case Choice:
		if _, ok := q.Option(values[0]); !ok {
			return nil, bad("questionnaire.not_offered")
		}
		return values, nil
	case Choices:
		return q.readChoices(values)
	case Number, Scale:
		return q.readNumber(values[0])
	case Clock:
		c, err := readClock(values[0])
		if err != nil {
			return nil, bad("questionnaire.time")
		}
		return []string{c.String()}, nil
	case Short, Long:
		return q.readText(values[0])
	}
	return nil, bad("questionnaire.not_offered")
}

func (q *Question) readChoices(values []string) ([]string, error) {
	for _, v := range values {
		o, ok := q.Option(v)
		if !ok {
			return nil, bad("questionnaire.not_offered")
		}
		if o.Alone && len(values) > 1 {
			return nil, bad("questionnaire.alone")
		}
	}
	var out []string
	for _, o := range q.Choices {
		if slices.Contains(values, o.ID) {
			out = append(out, o.ID)
		}
	}
	return out, nil
}

func (q *Question) readNumber(text string) ([]string, error) {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.ReplaceAll(halfWidth(text), ",", ""), q.Unit.JA), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil, bad("questionnaire.number")
	}
	if n < q.Min || n > q.Max {
		return nil, bad("questionnaire.range", plain(q.Min), plain(q.Max))
	}
	step := q.Step
	if step == 0 {
		step = 1
	}
	if k := (n - q.Min) / step; math.Abs(k-math.Round(k)) > 1e-9 {
		return nil, bad("questionnaire.step", plain(step))
	}
	return []string{plain(n)}, nil
}

func (q *Question) readText(text string) ([]string, error) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) && (r != '\n' || q.Kind != Long) && r != '\t'
	}) {
		return nil, bad("questionnaire.unreadable")
	}
	if n := utf8.RuneCountInString(text); n > q.Length {
		return nil, bad("questionnaire.too_long", q.Length, n)
	}
	return []string{text}, nil
}

// plain writes 6.5 and 7, never 7.0 or 1e+06.
func plain(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// halfWidth turns the full-width forms of digits and signs into plain ones.
func halfWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\uff01' && r <= '\uff5e': // full-width forms of ASCII
			return r - '\uff01' + '!'
		case unicode.IsSpace(r):
			return -1
		case r == '。':
			return '.'
		}
		return r
	}, text)
}

// readClock understands 23:30, 2330, 23時30分, 23時半, 午後11時, 11pm and full-width forms.
func readClock(text string) (civil.Clock, error) {
	t := strings.ToLower(halfWidth(text))
	half := 0
	for _, p := range []string{"午後", "pm", "夜"} {
		if s, ok := cutEither(t, p); ok {
			t, half = s, 12
		}
	}
	for _, p := range []string{"午前", "am"} {
		if s, ok := cutEither(t, p); ok {
			t, half = s, -1
		}
	}
	t = strings.NewReplacer("時半", ":30", "時", ":", "分", "", ".", ":").Replace(t)
	t = strings.TrimSuffix(t, ":")
	if !strings.Contains(t, ":") {
		switch len(t) {
		case 1, 2:
			t += ":00"
		case 3, 4:
			t = t[:len(t)-2] + ":" + t[len(t)-2:]
		}
	}
	h, m, ok := strings.Cut(t, ":")
	if !ok || !digits(h, 2) || !digits(m, 2) {
		return 0, strconv.ErrSyntax
	}
	c, err := civil.ParseClock(h + ":" + m)
	if err != nil {
		return 0, err
	}
	switch {
	case half == 12 && c < 12*60:
		c += 12 * 60
	case half == -1 && c >= 12*60:
		c -= 12 * 60
	}
	if c >= 24*60 {
		c -= 24 * 60 // 24:00 and 25時 talk about the night after: only midnight itself is taken
	}
	return c, nil
}

func cutEither(text, part string) (string, bool) {
	if s, ok := strings.CutPrefix(text, part); ok {
		return s, true
	}
	return strings.CutSuffix(text, part)
}

func digits(text string, most int) bool {
	return text != "" && len(text) <= most && strings.Trim(text, "0123456789") == ""
}

// Say is the answer in words, for people: option texts, a number with its unit,
// or what was typed.
func (q *Question) Say(a Answer) []Text {
	if a.State != Given {
		return nil
	}
	var out []Text
	switch q.Kind {
	case Choice, Choices:
		for _, v := range a.Values {
			if o, ok := q.Option(v); ok {
				out = append(out, o.Text)
			}
		}
	case Number:
		v := a.value()
		out = append(out, Text{JA: v + q.Unit.JA, EN: strings.TrimSpace(v + " " + q.Unit.EN)})
	case Scale:
		v := a.value()
		of := plain(q.Max)
		out = append(out, Text{
			JA: v + " / " + of + "(" + plain(q.Min) + ":" + q.Low.JA + "、" + of + ":" + q.High.JA + ")",
			EN: v + " / " + of + " (" + plain(q.Min) + ": " + q.Low.EN + ", " + of + ": " + q.High.EN + ")",
		})
	case Clock, Short, Long:
		out = append(out, same(a.value()))
	}
	return out
}
