package mailer_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"

	"mendan/internal/mailer"
)

// part is one leaf of a message, read as a mail program would.
type part struct {
	kind   string
	params map[string]string
	name   string
	body   string
}

func wire(t *testing.T, m mailer.Mail) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sender.Write(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parse(t *testing.T, raw []byte) (mail.Header, []part) {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m.Header, leaves(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body)
}

func leaves(t *testing.T, contentType, encoding, disposition string, body io.Reader) []part {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("%q: %v", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		var out []part
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if errors.Is(err, io.EOF) {
				return out
			}
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, leaves(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p)...)
		}
	}
	if encoding != "base64" {
		t.Errorf("%s is encoded as %q", kind, encoding)
	}
	b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, body))
	if err != nil {
		t.Fatal(err)
	}
	p := part{kind: kind, params: params, body: string(b)}
	if disposition != "" {
		_, d, err := mime.ParseMediaType(disposition)
		if err != nil {
			t.Fatal(err)
		}
		p.name = d["filename"]
	}
	return []part{p}
}

func invite(sequence int64, cancel bool) mailer.Mail {
	m := someMail()
	m.Calendar = &mailer.Event{
		UID: "bok_1.acc_1", Sequence: sequence, Cancel: cancel, Summary: "打合せ",
		From: time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 24, 5, 30, 0, 0, time.UTC),
		Link: "https://mendan.example/interviews/cas_0123456789abcdefghjkmnpqrs0123456789abcdefghjkmnpqrs0123456789",
	}
	return m
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	raw := wire(t, someMail())
	h, parts := parse(t, raw)
	word := new(mime.WordDecoder)
	subject, err := word.DecodeHeader(h.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	to, err := h.AddressList("To")
	if err != nil {
		t.Fatal(err)
	}
	from, err := h.AddressList("From")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{
		"subject": subject, "to": to[0].Name + "|" + to[0].Address, "from": from[0].Name + "|" + from[0].Address,
		"id": h.Get("Message-Id"), "auto": h.Get("Auto-Submitted"), "language": h.Get("Content-Language"), "date": h.Get("Date"),
	}
	want := map[string]string{
		"subject": "【Mendan】ご予定の確認", "to": "髙橋 花子|hanako@minato.example", "from": "Mendan ご案内係|noreply@mendan.example",
		"id": "<msg_1@mendan.example>", "auto": "auto-generated", "language": "ja", "date": "Mon, 23 Nov 2026 03:00:00 +0000",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, no := range []string{"X-Mailer", "User-Agent", "List-Unsubscribe", "Disposition-Notification-To", "Return-Receipt-To"} {
		if h.Get(no) != "" {
			t.Errorf("%s: %s", no, h.Get(no))
		}
	}
	if len(parts) != 1 || parts[0].kind != "text/plain" || !strings.EqualFold(parts[0].params["charset"], "utf-8") ||
		parts[0].body != "髙橋 花子 様\r\n\r\nお世話になっております。\r\n" {
		t.Errorf("parts = %+v", parts)
	}
	for line := range strings.SplitSeq(string(raw), "\r\n") {
		if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line no mail server takes: %q", line)
		}
	}
}

// Text first, then the part that programs act upon, then the file; the two
// calendar objects are the same.
func TestCalendarParts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cancel bool
		method string
	}{{false, "REQUEST"}, {true, "CANCEL"}} {
		_, parts := parse(t, wire(t, invite(3, c.cancel)))
		if len(parts) != 3 {
			t.Fatalf("%d parts, want 3", len(parts))
		}
		if parts[0].kind != "text/plain" || parts[1].kind != "text/calendar" || parts[2].kind != "text/calendar" || parts[2].name != "invite.ics" {
			t.Errorf("kinds %s, %s, %s (%s)", parts[0].kind, parts[1].kind, parts[2].kind, parts[2].name)
		}
		for _, p := range parts[1:] {
			if p.params["method"] != c.method || !strings.EqualFold(p.params["charset"], "utf-8") {
				t.Errorf("%s: %v, want method %s in UTF-8", p.name, p.params, c.method)
			}
		}
		if parts[1].body != parts[2].body {
			t.Error("the two calendar objects differ")
		}
	}
}

// Every calendar that reads what we write gets back what we meant.
func TestCalendarRoundTrip(t *testing.T) {
	t.Parallel()
	read := func(m mailer.Mail) (string, *ics.Calendar) {
		_, parts := parse(t, wire(t, m))
		cal, err := ics.ParseCalendar(strings.NewReader(parts[1].body))
		if err != nil {
			t.Fatal(err)
		}
		return parts[1].body, cal
	}
	value := func(cal *ics.Calendar, p ics.ComponentProperty) string {
		if got := cal.Events()[0].GetProperty(p); got != nil {
			return got.Value
		}
		return ""
	}
	text, first := read(invite(0, false))
	_, moved := read(invite(1, false))
	_, gone := read(invite(2, true))
	if len(first.Events()) != 1 {
		t.Fatalf("%d events", len(first.Events()))
	}
	for sequence, cal := range []*ics.Calendar{first, moved, gone} {
		if got := value(cal, ics.ComponentPropertyUniqueId); got != "bok_1.acc_1@mendan.example" {
			t.Errorf("uid %q", got)
		}
		if got := value(cal, ics.ComponentPropertySequence); got != fmt.Sprint(sequence) {
			t.Errorf("sequence %s, want %d", got, sequence)
		}
	}
	want := map[ics.ComponentProperty]string{
		ics.ComponentPropertySummary: "打合せ", ics.ComponentPropertyClass: "PRIVATE", ics.ComponentPropertyStatus: "CONFIRMED",
		ics.ComponentPropertyDtStart: "20261124T050000Z", ics.ComponentPropertyDtEnd: "20261124T053000Z", ics.ComponentPropertyDtstamp: "20261123T030000Z",
		ics.ComponentPropertyLocation: "", ics.ComponentPropertyOrganizer: "mailto:noreply@mendan.example",
		ics.ComponentPropertyDescription: invite(0, false).Calendar.Link,
	}
	for p, w := range want {
		if got := value(first, p); got != w {
			t.Errorf("%s = %q, want %q", p, got, w)
		}
	}
	if got := value(gone, ics.ComponentPropertyStatus); got != "CANCELLED" {
		t.Errorf("status of the cancelled = %q", got)
	}
	attendees := first.Events()[0].Attendees()
	if len(attendees) != 1 || attendees[0].Email() != "hanako@minato.example" || attendees[0].ICalParameters["CN"][0] != "髙橋 花子" {
		t.Errorf("attendees = %+v", attendees)
	}
	// RFC 5545, 3.1: CRLF, at most 75 octets, never inside a character.
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d octets: %q", len(line), line)
		}
		if strings.ContainsAny(line, "\r\n") || strings.ToValidUTF8(line, "") != line {
			t.Errorf("broken line %q", line)
		}
	}
}

func TestHostileNames(t *testing.T) {
	t.Parallel()
	m := invite(0, false)
	m.To.Name = "花子\"\r\nATTENDEE:mailto:evil@example.com;:,\r\nBcc: evil@example.com"
	raw := wire(t, m)
	h, parts := parse(t, raw)
	if h.Get("Bcc") != "" {
		t.Error("a name became a header")
	}
	cal, err := ics.ParseCalendar(strings.NewReader(parts[1].body))
	if err != nil {
		t.Fatal(err)
	}
	if a := cal.Events()[0].Attendees(); len(a) != 1 || a[0].Email() != "hanako@minato.example" {
		t.Errorf("attendees = %+v", a)
	}
	m.Subject = "a\r\nBcc: evil@example.com"
	if err := sender.Write(io.Discard, m); err == nil {
		t.Error("a subject of two lines was accepted")
	}
	for name, broken := range map[string]func(*mailer.Mail){
		"no id": func(m *mailer.Mail) { m.ID = "" }, "no text": func(m *mailer.Mail) { m.Text = "" }, "no date": func(m *mailer.Mail) { m.At = time.Time{} },
		"no uid": func(m *mailer.Mail) { m.Calendar.UID = "" }, "ends before it begins": func(m *mailer.Mail) { m.Calendar.To = m.Calendar.From },
	} {
		m := invite(0, false)
		broken(&m)
		if err := sender.Write(io.Discard, m); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// Names and addresses are held back whatever way they are logged or printed.
func TestNothingIsLogged(t *testing.T) {
	t.Parallel()
	m := invite(0, false)
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, nil))
	log.Info("x", "mail", m, "person", m.To, "address", m.To.Address)
	fmt.Fprintf(&b, "%v %s %+v %v", m.To, m.To, m.To, m.To.Address)
	for _, secret := range []string{"hanako", "minato", "髙橋", "ご予定"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q in %s", secret, b.String())
		}
	}
}

func TestBox(t *testing.T) {
	t.Parallel()
	box := mailer.NewBox(sender)
	var transport mailer.Transport = box
	box.Fail(mailer.ErrLater)
	if err := transport.Send(t.Context(), someMail()); !errors.Is(err, mailer.ErrLater) {
		t.Errorf("Send = %v", err)
	}
	box.Fail(nil)
	second := someMail()
	second.ID = "msg_2"
	for _, m := range []mailer.Mail{someMail(), second, someMail()} {
		if err := transport.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	list := box.List()
	if len(list) != 2 || list[0].ID != "msg_1" || list[1].ID != "msg_2" {
		t.Errorf("the box holds %d mails, want two, newest first, none twice", len(list))
	}
	if k, ok := box.Get("msg_2"); !ok || !bytes.Contains(k.Raw, []byte("<msg_2@mendan.example>")) {
		t.Error("msg_2 is not there as it would go over the wire")
	}
	if _, ok := box.Get("msg_3"); ok {
		t.Error("msg_3 is there")
	}
}
