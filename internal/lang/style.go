package lang

import "context"

// Style is how pages look to a reader, beside the language. The zero Style is
// the usual look.
type Style struct {
	Era  bool // years in the count of the eras: 令和8年
	Ruby bool // readings above difficult words (ふりがな)
}

type styleKey struct{}

// WithStyle gives a context whose pages are drawn in the style.
func WithStyle(ctx context.Context, s Style) context.Context {
	return context.WithValue(ctx, styleKey{}, s)
}

// StyleOf is the style of the context.
func StyleOf(ctx context.Context) Style {
	s, _ := ctx.Value(styleKey{}).(Style)
	return s
}

// ParseStyle reads what String wrote; what it does not know it leaves out.
func ParseStyle(text string) Style {
	return Style{Era: text == "era" || text == "era-ruby", Ruby: text == "ruby" || text == "era-ruby"}
}

// String writes a style for a cookie or a column.
func (s Style) String() string {
	switch {
	case s.Era && s.Ruby:
		return "era-ruby"
	case s.Era:
		return "era"
	case s.Ruby:
		return "ruby"
	}
	return ""
}

// Readings tells whether pages of the context carry readings: Japanese ones on
// request, and those in easy Japanese always.
func Readings(ctx context.Context) bool {
	switch From(ctx) {
	case Easy:
		return true
	case EN:
		return false
	default:
		return StyleOf(ctx).Ruby
	}
}
