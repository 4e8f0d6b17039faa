// Package lang says things in the reader's language.
//
// Japanese is the source: pages hold the Japanese sentence itself, and
// en/*.json holds its English, keyed by the Japanese. Sentences for faults are
// looked up by the fault's code in ja/*.json and en/*.json. A sentence without
// its English fails the house test, so both languages are complete by
// construction. One file per area; files hold no markup.
//
// Easy Japanese (やさしい日本語) is for the pages of workers: easy/*.json holds
// the easy sentence, keyed like English. What is not there is said in usual
// Japanese: all of staff's pages, and sentences that are easy as they are stand
// in easy/*.json as themselves. Readings above words (ruby.go) and the count of
// years (style.go) are the reader's choice in either.
package lang

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/fault"
)

// Lang is a language of the product.
type Lang string

// The languages.
const (
	JA   Lang = "ja"
	EN   Lang = "en"
	Easy Lang = "easy" // やさしい日本語
)

// Parse gives the language that text names; false when it names none.
func Parse(text string) (Lang, bool) {
	switch l := Lang(text); l {
	case JA, EN, Easy:
		return l, true
	}
	return JA, false
}

// Tag is the language as HTML and mail name it (BCP 47).
func (l Lang) Tag() string {
	if l == EN {
		return "en"
	}
	return "ja"
}

//go:embed ja en easy
var files embed.FS

var catalogues = load()

func load() map[Lang]map[string]string {
	out := map[Lang]map[string]string{}
	for _, l := range []Lang{JA, EN, Easy} {
		out[l] = map[string]string{}
		names, _ := fs.Glob(files, string(l)+"/*.json")
		for _, name := range names {
			b, err := files.ReadFile(name)
			if err != nil {
				panic(err) // embedded: cannot fail at run time
			}
			var m map[string]string
			if err := json.Unmarshal(b, &m); err != nil {
				panic(fmt.Sprintf("lang: %s: %v", path.Base(name), err))
			}
			for k, v := range m {
				out[l][k] = v
			}
		}
	}
	return out
}

type key struct{}

// With gives a context in which T speaks l.
func With(ctx context.Context, l Lang) context.Context { return context.WithValue(ctx, key{}, l) }

// From is the language of the context, Japanese when none was set.
func From(ctx context.Context) Lang {
	if l, ok := ctx.Value(key{}).(Lang); ok {
		return l
	}
	return JA
}

// T is the Japanese sentence in the language of the context. Arguments are put
// in with fmt verbs; the English may reorder them with %[2]s.
func T(ctx context.Context, ja string, args ...any) string {
	text := ja
	if l := From(ctx); l != JA {
		if s, ok := catalogues[l][ja]; ok {
			text = s
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// In chooses between a sentence and its English for texts that are data and
// carry both; the easy sentence is looked up by the Japanese.
func In(l Lang, ja, en string) string {
	switch l {
	case EN:
		return en
	case Easy:
		if s, ok := catalogues[Easy][ja]; ok {
			return s
		}
	case JA:
	}
	return ja
}

// Has tells whether the sentence or code is in the catalogue of l.
func Has(l Lang, key string) bool {
	_, ok := catalogues[l][key]
	return ok
}

// Sentence is what the catalogue of l holds for a sentence or code; empty when nothing.
func Sentence(l Lang, key string) string { return catalogues[l][key] }

// Keys lists what the catalogue of l holds, in no order.
func Keys(l Lang) []string {
	var out []string
	for k := range catalogues[l] {
		out = append(out, k)
	}
	return out
}

// Code is the sentence for a fault's code. An unknown code says that something
// went wrong on our side, never the code itself.
func Code(ctx context.Context, code string, args ...any) string {
	l := From(ctx)
	text, ok := catalogues[l][code]
	if !ok && l == Easy {
		l = JA
		text, ok = catalogues[l][code]
	}
	if !ok {
		text = catalogues[From(ctx)]["internal"]
	}
	if len(args) == 0 || !strings.Contains(text, "%") {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Fault is the sentence for a fault.
func Fault(ctx context.Context, f *fault.Fault) string { return Code(ctx, f.Code, f.Args...) }

// Date is 2026年11月22日(日), 令和8年11月22日(日) for whoever wishes it, or
// Sun 22 Nov 2026.
func Date(ctx context.Context, d civil.Date) string {
	switch {
	case From(ctx) == EN:
		return d.English()
	case StyleOf(ctx).Era:
		return d.JapaneseEra()
	}
	return d.Japanese()
}

// Moment is the day and time of t in the zone: 2026年11月22日(日) 14:00.
func Moment(ctx context.Context, t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return Date(ctx, civil.DateOf(t, zone)) + " " + civil.ClockOf(t, zone).String()
}

// Span is a day with a time from–to: 2026年11月22日(日) 14:00〜14:30.
func Span(ctx context.Context, from, to time.Time, zone *time.Location) string {
	sep := "〜"
	if From(ctx) == EN {
		sep = "–"
	}
	return Moment(ctx, from, zone) + sep + civil.ClockOf(to, zone).String()
}
