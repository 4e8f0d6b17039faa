package lang_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"mendan/internal/civil"
	"mendan/internal/lang"
)

func TestDatesInTheCountOfTheEras(t *testing.T) {
	t.Parallel()
	day := civil.Date{Year: 2026, Month: time.November, Day: 22}
	from := time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)
	tokyo := time.FixedZone("JST", 9*60*60)
	for _, c := range []struct {
		lang       lang.Lang
		style      lang.Style
		date, span string
	}{
		{lang.JA, lang.Style{}, "2026年11月22日(日)", "2026年11月22日(日) 14:00〜14:30"},
		{lang.JA, lang.Style{Era: true}, "令和8年11月22日(日)", "令和8年11月22日(日) 14:00〜14:30"},
		{lang.Easy, lang.Style{Era: true}, "令和8年11月22日(日)", "令和8年11月22日(日) 14:00〜14:30"},
		{lang.Easy, lang.Style{}, "2026年11月22日(日)", "2026年11月22日(日) 14:00〜14:30"},
		{lang.EN, lang.Style{Era: true}, "Sun 22 Nov 2026", "Sun 22 Nov 2026 14:00–14:30"},
	} {
		ctx := lang.WithStyle(lang.With(context.Background(), c.lang), c.style)
		if got := lang.Date(ctx, day); got != c.date {
			t.Errorf("%s %+v: %s, want %s", c.lang, c.style, got, c.date)
		}
		if got := lang.Span(ctx, from, from.Add(30*time.Minute), tokyo); got != c.span {
			t.Errorf("%s %+v: %s, want %s", c.lang, c.style, got, c.span)
		}
	}
	if got := lang.Date(lang.WithStyle(context.Background(), lang.Style{Era: true}), civil.Date{}); got != "" {
		t.Errorf("no day is %q", got)
	}
}

func TestStyleRoundTrip(t *testing.T) {
	t.Parallel()
	for _, s := range []lang.Style{{}, {Era: true}, {Ruby: true}, {Era: true, Ruby: true}} {
		if got := lang.ParseStyle(s.String()); got != s {
			t.Errorf("%+v became %+v", s, got)
		}
	}
	if got := lang.ParseStyle("<script>"); got != (lang.Style{}) {
		t.Errorf("what nobody wrote became %+v", got)
	}
}

func TestEasyFallsBackToJapanese(t *testing.T) {
	t.Parallel()
	ctx := lang.With(context.Background(), lang.Easy)
	if got := lang.T(ctx, "申し込みを取り下げる"); got != "申し込みをやめる" {
		t.Errorf("easy: %s", got)
	}
	if got := lang.T(ctx, "誰も言わない文です。"); got != "誰も言わない文です。" {
		t.Errorf("no easy sentence: %s", got)
	}
	if got := lang.Code(ctx, "form.required"); got != "書いてください。" {
		t.Errorf("a code: %s", got)
	}
	if got := lang.Code(ctx, "opinion.day"); got != lang.Code(context.Background(), "opinion.day") || strings.HasPrefix(got, "こちら") {
		t.Errorf("a code of staff: %s", got)
	}
	if got := lang.Code(ctx, "no.such_code"); got != lang.Sentence(lang.Easy, "internal") {
		t.Errorf("an unknown code: %s", got)
	}
	for l, want := range map[lang.Lang]string{lang.JA: "ja", lang.EN: "en", lang.Easy: "ja", "": "ja"} {
		if l.Tag() != want {
			t.Errorf("%q is called %q", l, l.Tag())
		}
	}
}
