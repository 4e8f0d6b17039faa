package readiness

import (
	"net/mail"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/phone"
	"mendan/internal/private"
)

// Contact is how a worker and the person he trusts can be reached. It belongs
// to the worker, is offered again for his next interview and confirmed there.
type Contact struct {
	private.Mark

	Employee id.Employee
	Company  id.Company

	Phone  phone.Number // of the worker, reachable during the interview
	Second string       // another way: a second number, or a mail address

	Nobody   bool // names no emergency contact; said so, not forgotten
	Name     string
	Relation string
	Tel      phone.Number
	Consents Consents // for calling that person; none of them follows from another

	Doctor    string // attending doctor or hospital (主治医), may be empty
	DoctorTel phone.Number

	ChangedAt time.Time
}

// Consents are the three permissions to call the emergency contact.
// Source: emergency.md section 3.
type Consents struct {
	Life    bool // (a) when life is in danger
	Lost    bool // (b) when contact is lost
	Consult bool // (c) to talk things over, at any other time
}

// ConsentKind names one permission in the ledger.
type ConsentKind string

// The kinds of consent kept here.
const (
	ConsentLife    ConsentKind = "CONTACT_LIFE"
	ConsentLost    ConsentKind = "CONTACT_LOST"
	ConsentConsult ConsentKind = "CONTACT_CONSULT"
)

// Consent is one line of the ledger: given or withdrawn. Lines are only added.
type Consent struct {
	Employee id.Employee
	Company  id.Company
	Case     id.Case // in which it was said
	Kind     ConsentKind
	Version  int // of the words it was asked with
	Given    bool
	At       time.Time
}

// ConsentWords is the version of the words on the page that asks for consents.
// It rises when they change.
const ConsentWords = 1

// kinds pairs the consents with their names, in the order they are asked.
func (c Consents) kinds() []struct {
	Kind  ConsentKind
	Given bool
} {
	return []struct {
		Kind  ConsentKind
		Given bool
	}{{ConsentLife, c.Life}, {ConsentLost, c.Lost}, {ConsentConsult, c.Consult}}
}

// changes lists the ledger lines that lead from before to c.
func (c Consents) changes(before Consents) []Consent {
	var out []Consent
	was := before.kinds()
	for i, k := range c.kinds() {
		if k.Given != was[i].Given {
			out = append(out, Consent{Kind: k.Kind, Given: k.Given, Version: ConsentWords})
		}
	}
	return out
}

// ContactInput is what was typed.
type ContactInput struct {
	Case      id.Case
	Phone     string
	Second    string
	Nobody    bool
	Name      string
	Relation  string
	Tel       string
	Consents  Consents
	Doctor    string
	DoctorTel string
}

const nameLength, doctorLength = 60, 120

// Read takes the input as a Contact, numbers in their plain form.
//
// Errors: an Invalid fault about phone, second, name, relation, tel, doctor, doctor_tel.
func (in ContactInput) Read() (Contact, error) {
	var f fault.Fields
	out := Contact{
		Nobody: in.Nobody, Name: strings.TrimSpace(in.Name), Relation: strings.TrimSpace(in.Relation),
		Consents: in.Consents, Doctor: strings.TrimSpace(in.Doctor),
	}
	out.Phone = number(&f, "phone", in.Phone, true)
	out.Second = second(&f, in.Second)
	if out.Phone != "" && out.Second == string(out.Phone) {
		f.Add("second", "readiness.second_same")
	}
	if in.Nobody {
		// What was typed beside "nobody" is not kept: there is nobody to ask about it.
		out.Name, out.Relation, out.Consents = "", "", Consents{}
	} else {
		if out.Name == "" {
			f.Add("name", "readiness.contact_name")
		}
		if out.Relation == "" {
			f.Add("relation", "readiness.contact_relation")
		}
		out.Tel = number(&f, "tel", in.Tel, true)
		if out.Tel != "" && out.Tel == out.Phone {
			f.Add("tel", "readiness.tel_own")
		}
	}
	out.DoctorTel = number(&f, "doctor_tel", in.DoctorTel, false)
	for _, x := range []struct {
		name, text string
		most       int
	}{{"name", out.Name, nameLength}, {"relation", out.Relation, nameLength}, {"doctor", out.Doctor, doctorLength}} {
		if utf8.RuneCountInString(x.text) > x.most {
			f.Add(x.name, "form.too_long", x.most)
		}
	}
	return out, f.Err()
}

func number(f *fault.Fields, name, text string, needed bool) phone.Number {
	if strings.TrimSpace(text) == "" {
		if needed {
			f.Add(name, "readiness.phone_needed")
		}
		return ""
	}
	p, err := phone.Parse(text)
	if err != nil {
		f.Add(name, fault.Of(err).Code)
	}
	return p
}

// second reads the other way to reach the worker: a mail address when there is an @ in it, else a number.
func second(f *fault.Fields, text string) string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\uff20", "@"))
	switch {
	case text == "":
		f.Add("second", "readiness.second_needed")
		return ""
	case strings.Contains(text, "@"):
		a, err := mail.ParseAddress(text)
		if err != nil || a.Address != text || len(text) > 254 {
			f.Add("second", "form.mail")
		}
		return text
	}
	return string(number(f, "second", text, true))
}
