package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"mendan/internal/lang"
)

// Render draws a page into a buffer first, so that a fault in drawing never
// leaves half a page.
func Render(w http.ResponseWriter, r *Request, status int, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(r.Context(), &b); err != nil {
		return fmt.Errorf("render: %w", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Language", r.Language().Tag())
	drawn := b.Bytes()
	if lang.Readings(r.Context()) {
		drawn = lang.Ruby(drawn)
	}
	return send(w, r, status, drawn)
}

func send(w http.ResponseWriter, r *Request, status int, body []byte) error {
	w.Header().Add("Vary", "Accept-Encoding")
	if len(body) > 1024 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(status)
		z := gzip.NewWriter(w)
		if _, err := z.Write(body); err != nil {
			return err
		}
		return z.Close()
	}
	w.WriteHeader(status)
	_, err := w.Write(body)
	return err
}

// SeeOther sends the browser to a path of ours after a change.
func SeeOther(w http.ResponseWriter, r *Request, path string) error {
	http.Redirect(w, r.Request, path, http.StatusSeeOther)
	return nil
}

// JSON answers with v.
func JSON(w http.ResponseWriter, status int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, err = w.Write(b)
	return err
}

// Download answers with a finished document. The name is ours and neutral.
func Download(w http.ResponseWriter, contentType, name string, body []byte) error {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	_, err := w.Write(body)
	return err
}

// LanguageRoute lets a reader choose the language of the pages and how they
// look, on this device. A form that does not speak of the look leaves it.
func LanguageRoute() Route {
	return Route{Method: "POST", Pattern: "/language", Public: true, Handle: func(w http.ResponseWriter, r *Request) error {
		form, err := r.ReadForm()
		if err != nil {
			return err
		}
		l, _ := lang.Parse(form.Text("language"))
		keep(w, languageCookie, string(l))
		if form.Has("look") {
			keep(w, styleCookie, ReadStyle(form).String())
		}
		return SeeOther(w, r, LocalPath(form.Text("next")))
	}}
}

// ReadStyle is the look that a form chose with "years" (era) and "ruby".
func ReadStyle(form Form) lang.Style {
	return lang.Style{Era: form.Text("years") == "era", Ruby: form.Text("ruby") != ""}
}

// keep sets a cookie of ours for a year.
func keep(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// ForgetLook drops what was chosen on this device, so that the account's own
// choice holds.
func ForgetLook(w http.ResponseWriter) {
	for _, name := range []string{languageCookie, styleCookie} {
		http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	}
}

// LocalPath is path when it is a path of ours, otherwise "/": a link can not
// send a reader elsewhere.
func LocalPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\n\r\t") {
		return "/"
	}
	return path
}
