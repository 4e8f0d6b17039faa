package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/lang"
)

// Request is a request with its actor. Its context carries language and viewer.
type Request struct {
	*http.Request
	Who actor.Actor // nobody on public routes without a session

	visitor   Visitor
	limit     int64
	reference string
}

// PathID reads an id from the path. Errors: ErrNotFound when it is not one.
func PathID[I id.Any](r *Request, name string) (I, error) {
	v, err := id.Parse[I](r.PathValue(name))
	if err != nil {
		return v, ErrNotFound
	}
	return v, nil
}

// Form is what a person typed.
type Form struct{ values url.Values }

// NewForm holds the given values: for a page shown the first time.
func NewForm(values url.Values) Form { return Form{values} }

// ReadForm reads the body. Errors: ErrTooLarge, ErrUnreadable.
func (r *Request) ReadForm() (Form, error) {
	if err := r.ParseForm(); err != nil {
		return Form{}, r.bodyFault(err)
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return Form{}, ErrUnreadable
	}
	return Form{r.PostForm}, nil
}

// ReadJSON reads a JSON body into v. Unknown fields are refused. Errors:
// ErrTooLarge, ErrUnreadable.
func (r *Request) ReadJSON(v any) error {
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return r.bodyFault(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return ErrUnreadable
	}
	return nil
}

func (r *Request) bodyFault(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return ErrTooLarge.With(r.limit / 1024)
	}
	return ErrUnreadable.Because(err)
}

// Raw is the field as sent.
func (f Form) Raw(name string) string { return f.values.Get(name) }

// Text is the field as meant: composed (NFC, names keep their characters),
// line ends unified, control characters dropped, outer space trimmed.
func (f Form) Text(name string) string { return Clean(f.values.Get(name)) }

// All gives every value of the field, cleaned, in the order sent.
func (f Form) All(name string) []string {
	var out []string
	for _, v := range f.values[name] {
		out = append(out, Clean(v))
	}
	return out
}

// Has tells whether the field was sent.
func (f Form) Has(name string) bool { return f.values.Has(name) }

// Clean is the normal form of typed text, see Form.Text.
func Clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, ""))
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return -1
		}
		return c
	}, text)
	return strings.TrimSpace(norm.NFC.String(text))
}

// Language is the language of the answer.
func (r *Request) Language() lang.Lang { return lang.From(r.Context()) }
