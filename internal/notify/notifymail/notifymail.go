// Package notifymail holds all wording of the platform's mails and hands them
// to the mailer.
//
// There is one text per kind and language in text/: the first line is the
// subject, the rest the body, set into the frame of its language (addressee,
// greeting, who writes; then the body; then close and signature). Texts are
// neutral: nothing in subject or body tells that, why or with whom somebody
// talks. They hold the way in and, for appointments, the time. Lines have at
// most 35 full-width characters, links excepted.
//
// When and to whom a mail goes is decided in package notify.
package notifymail

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"strings"
	"text/template"
	"time"

	"mendan/internal/lang"
	"mendan/internal/mailer"
	"mendan/internal/notify"
)

//go:embed text
var files embed.FS

// Texts implements notify.Wording.
type Texts struct {
	frames map[lang.Lang]*template.Template
	bodies map[lang.Lang]map[notify.Kind]body
}

type body struct {
	subject string
	text    *template.Template
}

// summary is the title of calendar entries.
var summary = map[lang.Lang]string{lang.JA: "打合せ", lang.EN: "Meeting"}

// NewTexts reads the texts. An error is a fault of the program: a text is
// missing or malformed.
func NewTexts() (*Texts, error) {
	t := &Texts{frames: map[lang.Lang]*template.Template{}, bodies: map[lang.Lang]map[notify.Kind]body{}}
	for l := range summary {
		frame, err := read(l, "frame")
		if err != nil {
			return nil, err
		}
		if t.frames[l], err = template.New("frame").Option("missingkey=error").Parse(frame); err != nil {
			return nil, err
		}
		t.bodies[l] = map[notify.Kind]body{}
		for _, k := range notify.Kinds() {
			text, err := read(l, string(k))
			if err != nil {
				return nil, err
			}
			subject, rest, ok := strings.Cut(text, "\n\n")
			if !ok || strings.Contains(subject, "\n") || strings.Contains(subject, "{{") {
				return nil, fmt.Errorf("notifymail: %s/%s.txt: one line of subject, an empty line, the body", l, k)
			}
			parsed, err := template.New(string(k)).Option("missingkey=error").Parse(strings.TrimSpace(rest))
			if err != nil {
				return nil, err
			}
			t.bodies[l][k] = body{subject, parsed}
		}
	}
	return t, nil
}

func read(l lang.Lang, name string) (string, error) {
	b, err := files.ReadFile("text/" + string(l) + "/" + name + ".txt")
	if err != nil {
		return "", fmt.Errorf("notifymail: %w", err)
	}
	return string(b), nil
}

// Render implements notify.Wording. An unknown language is Japanese.
func (t *Texts) Render(l lang.Lang, f notify.Facts) (notify.Words, error) {
	if _, ok := t.frames[l]; !ok {
		l = lang.JA
	}
	b, ok := t.bodies[l][f.Kind]
	if !ok {
		return notify.Words{}, fmt.Errorf("notifymail: no text for %q", f.Kind)
	}
	zone := f.Zone
	if zone == nil {
		var err error
		if zone, err = time.LoadLocation("Asia/Tokyo"); err != nil {
			return notify.Words{}, err
		}
	}
	ctx := lang.With(context.Background(), l)
	vars := map[string]string{"Link": f.Link, "When": "", "Until": ""}
	if !f.From.IsZero() {
		vars["When"] = lang.Span(ctx, f.From, f.To, zone) + "\n" + place(l, zone)
	}
	if !f.Until.IsZero() {
		vars["Until"] = lang.Moment(ctx, f.Until, zone) + " " + place(l, zone)
	}
	var text, whole strings.Builder
	if err := b.text.Execute(&text, vars); err != nil {
		return notify.Words{}, err
	}
	err := t.frames[l].Execute(&whole, map[string]string{"Name": line(f.Name), "Company": line(f.Company), "Body": text.String()})
	if err != nil {
		return notify.Words{}, err
	}
	return notify.Words{Subject: b.subject, Text: fold(whole.String()), Summary: summary[l]}, nil
}

// place says whose clock the time is on.
func place(l lang.Lang, zone *time.Location) string {
	switch {
	case zone.String() != "Asia/Tokyo":
		return "(" + zone.String() + ")"
	case l == lang.EN:
		return "(Japan time)"
	}
	return "(日本時間)"
}

// line makes a name one line, whatever somebody typed.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// Post implements notify.Post with a mailer.
type Post struct{ transport mailer.Transport }

// NewPost hands mails to the transport.
func NewPost(transport mailer.Transport) Post { return Post{transport} }

// Send implements notify.Post.
func (p Post) Send(ctx context.Context, m notify.Mail) error {
	out := mailer.Mail{
		ID: string(m.ID), To: mailer.Person{Name: line(m.To.Name), Address: mailer.Address(m.To.Address)},
		Subject: m.Words.Subject, Text: m.Words.Text, Language: m.To.Language.Tag(), At: m.At,
	}
	if m.Invite.Booking != "" {
		out.Calendar = &mailer.Event{
			// One appointment, one person: the entries of the people who meet
			// never touch each other, not even in a shared calendar.
			UID: string(m.Invite.Booking) + "." + string(m.Account), Sequence: m.Invite.Sequence, Cancel: m.Cancel,
			From: m.Invite.From, To: m.Invite.To, Summary: m.Words.Summary, Link: m.Link,
		}
	}
	err := p.transport.Send(ctx, out)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, mailer.ErrRefused):
		return notify.ErrRefused.Because(err)
	}
	return notify.ErrLater.Because(err)
}
