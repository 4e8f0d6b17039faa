// Package private marks words about people so that they never enter a log: a
// value that holds one is logged as "[withheld]".
//
// Structs embed Mark; single words are a Text of their own kind. It guards
// logs and nothing else: what a page may show is decided by package access.
package private

import "log/slog"

var withheld = slog.StringValue("[withheld]")

// Mark makes the struct that embeds it withheld from logs.
type Mark struct{}

// LogValue implements slog.LogValuer.
func (Mark) LogValue() slog.Value { return withheld }

// Text is a word of kind K that is withheld from logs: a mail address, a phone number.
type Text[K any] string

// LogValue implements slog.LogValuer.
func (Text[K]) LogValue() slog.Value { return withheld }
