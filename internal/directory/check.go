package directory

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mendan/internal/fault"
)

// most is the longest name or title taken, in characters: longer ones exist in
// no register we know of.
const most = 100

var (
	looksLikeMail  = regexp.MustCompile(`^[^@\s<>"(),;:\\]+@[^@\s.]+(\.[^@\s.]+)+$`)
	looksLikePhone = regexp.MustCompile(`^\+?[0-9][0-9()-]{7,18}[0-9]$`)
	looksLikePost  = regexp.MustCompile(`^[0-9]{3}-[0-9]{4}$`)
)

// text notes a fault when a value that is needed is empty, too long, or holds
// a character that cannot be printed.
func text(f *fault.Fields, field, value string, needed bool, limit int) {
	switch {
	case strings.TrimSpace(value) == "" && needed:
		f.Add(field, "form.required")
	case utf8.RuneCountInString(value) > limit:
		f.Add(field, "form.too_long", limit)
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		f.Add(field, "directory.characters")
	}
}

func (n Name) check(f *fault.Fields) {
	text(f, "family", n.Family, n.Given == "", most)
	text(f, "given", n.Given, false, most)
	text(f, "family_kana", n.FamilyKana, n.GivenKana == "", most)
	text(f, "given_kana", n.GivenKana, false, most)
}

func contact(f *fault.Fields, phone, mail string) {
	if phone != "" && !looksLikePhone.MatchString(phone) {
		f.Add("phone", "form.phone")
	}
	if mail != "" && !looksLikeMail.MatchString(mail) {
		f.Add("mail", "form.mail")
	}
}

// Check says what is wrong with the input. Fields: name, kana.
func (c Company) Check() error {
	var f fault.Fields
	text(&f, "name", c.Name, true, most)
	text(&f, "kana", c.Kana, true, most)
	return f.Err()
}

// Check says what is wrong with the input. Fields: name, zone, headcount, postal, address, phone.
func (w Workplace) Check() error {
	var f fault.Fields
	text(&f, "name", w.Name, true, most)
	if _, err := time.LoadLocation(w.Zone); err != nil || w.Zone == "" || w.Zone == "Local" {
		f.Add("zone", "directory.zone")
	}
	if w.Headcount < 0 {
		f.Add("headcount", "form.number")
	}
	if w.Postal != "" && !looksLikePost.MatchString(w.Postal) {
		f.Add("postal", "directory.postal")
	}
	text(&f, "address", w.Address, false, 2*most)
	contact(&f, w.Phone, "")
	return f.Err()
}

// Check says what is wrong with the input. Fields: name.
func (d Department) Check() error {
	var f fault.Fields
	text(&f, "name", d.Name, true, most)
	return f.Err()
}

// Check says what is wrong with the input. Fields: number, family, given,
// family_kana, given_kana, born, sex, job_title, phone, mail, hired, left.
func (e Employee) Check() error {
	var f fault.Fields
	text(&f, "number", e.Number, true, 30)
	e.Name.check(&f)
	if e.Born.IsZero() {
		f.Add("born", "form.required")
	}
	if e.Sex != "" && e.Sex != Female && e.Sex != Male {
		f.Add("sex", "form.choose")
	}
	text(&f, "job_title", e.JobTitle, false, most)
	contact(&f, e.Phone, e.Mail)
	switch {
	case e.Hired.IsZero():
		f.Add("hired", "form.required")
	case !e.Born.IsZero() && e.Hired.Before(e.Born):
		f.Add("hired", "directory.hired_before_born")
	case !e.Left.IsZero() && e.Left.Before(e.Hired):
		f.Add("left", "directory.left_before_hired")
	}
	return f.Err()
}

// Check says what is wrong with the input. Fields: family, given, family_kana,
// given_kana, register, specialty, phone, mail.
func (p Physician) Check() error {
	var f fault.Fields
	p.Name.check(&f)
	text(&f, "register", p.Register, true, 20)
	text(&f, "specialty", p.Specialty, false, most)
	contact(&f, p.Phone, p.Mail)
	return f.Err()
}

// Check says what is wrong with the input. Fields: kind, from, until.
func (a Appointment) Check() error {
	var f fault.Fields
	if a.Kind != Exclusive && a.Kind != Contract {
		f.Add("kind", "form.choose")
	}
	if a.From.IsZero() {
		f.Add("from", "form.required")
	} else if !a.Until.IsZero() && a.Until.Before(a.From) {
		f.Add("until", "directory.until_before_from")
	}
	return f.Err()
}
