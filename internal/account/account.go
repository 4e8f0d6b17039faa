// Package account knows who can sign in, and keeps them signed in.
//
// Nobody has a password. A person asks for a link by mail address, the link is
// made at the moment its mail is sent, opens once within ten minutes, and only
// when a person presses a button: looking at it changes nothing, so scanners of
// mail cannot use it up. Whether an address is known is told to nobody; the same
// work is done either way. A session is a row that its owner can see and end.
//
// Secrets (of links and sessions) have 256 bits, are kept only as hashes and
// live in one place: the mail, the cookie.
//
// A further proof of who somebody is (passkey, company sign-in) is a Proof with
// its own way to SignIn; sessions remember theirs.
//
// It does not decide what an account may do (access), nor who is employed
// (directory): it keeps the ids that say which of its people an account is.
// Read this file, then signin.go.
package account

import (
	"regexp"
	"strings"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/private"
)

// Mail is a mail address, as its owner writes it. It is never logged.
type Mail = private.Text[mail]

type mail struct{}

var looksLikeMail = regexp.MustCompile(`^[^@\s<>"(),;:\\]{1,64}@[^@\s.<>"(),;:\\]+(\.[^@\s.<>"(),;:\\]+)+$`)

// ParseMail reads an address as people type it: full-width letters and outer
// spaces are forgiven. Errors: an Invalid fault for the field "mail".
func ParseMail(text string) (Mail, error) {
	folded := strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
			return r - 0xFEE0
		case r == '　':
			return ' '
		}
		return r
	}, text)
	folded = strings.TrimSpace(folded)
	var f fault.Fields
	switch {
	case folded == "":
		f.Add("mail", "form.required")
	case len(folded) > 254 || !looksLikeMail.MatchString(folded):
		f.Add("mail", "form.mail")
	}
	return Mail(folded), f.Err()
}

// Key is the form in which two writings of one address are equal.
func Key(m Mail) string { return strings.ToLower(string(m)) }

// Account is a person who can sign in. One person has one account, with all
// the roles he has.
type Account struct {
	private.Mark

	ID         id.Account
	Mail       Mail
	Name       string // as the person is called on pages: 髙橋 美咲
	Roles      actor.Roles
	Company    id.Company     // of workers and whoever acts for a company
	Employee   id.Employee    // this person as a worker
	Physician  id.Physician   // this person as a physician
	Workplaces []id.Workplace // where HR officers, nurses and committee members act
	Language   lang.Lang
	Style      lang.Style
	Closed     time.Time // since when nobody can sign in with it; zero while open
}

// Actor is the account as somebody who acts, in the session.
func (a Account) Actor(s id.Session) actor.Actor {
	return actor.Actor{
		Account: a.ID, Session: s, Roles: a.Roles, Company: a.Company,
		Workplaces: a.Workplaces, Employee: a.Employee, Physician: a.Physician,
	}
}

// Check says what is wrong with the input. Fields: mail, name, roles, company, employee, physician.
func (a Account) Check() error {
	if _, err := ParseMail(string(a.Mail)); err != nil {
		return err
	}
	var f fault.Fields
	if strings.TrimSpace(a.Name) == "" {
		f.Add("name", "form.required")
	}
	if a.Roles == 0 {
		f.Add("roles", "form.choose")
	}
	employer := actor.Of(actor.Employee, actor.HROfficer, actor.LineManager, actor.Committee)
	if a.Roles.Meets(employer) && a.Company == "" {
		f.Add("company", "form.choose")
	}
	if (a.Roles.Has(actor.Employee) || a.Roles.Has(actor.LineManager)) && a.Employee == "" {
		f.Add("employee", "form.choose")
	}
	if a.Roles.Has(actor.Physician) && a.Physician == "" {
		f.Add("physician", "form.choose")
	}
	// Separation of duties: whoever runs the system sees nobody's
	// content, and nobody acts for an employer and for its workers' health at once.
	health := actor.Of(actor.Physician, actor.HealthStaff)
	if a.Roles.Has(actor.Admin) && a.Roles.Meets(health) ||
		a.Roles.Meets(health) && a.Roles.Meets(actor.Of(actor.HROfficer, actor.LineManager)) {
		f.Add("roles", "account.roles_apart")
	}
	return f.Err()
}

// Proof is how somebody showed who he is.
type Proof string

// The proofs.
const (
	ProofLink Proof = "LINK" // a one-time link to his mail address
	ProofDemo Proof = "DEMO" // a button, in a demonstration with invented people
)

// Device is the coarse words for where a session lives: "iPhone", "Safari".
// Nothing finer is kept.
type Device struct {
	System, Browser string
}

// Session is one sign-in on one device.
type Session struct {
	ID      id.Session
	Account id.Account
	Proof   Proof
	Device  Device
	Began   time.Time
	Seen    time.Time // to within five minutes, of workers an hour
	Until   time.Time // ends at the latest
	Ended   time.Time // when it was ended by hand; zero otherwise
}

// Visitor is who a session belongs to.
type Visitor struct {
	private.Mark

	Actor    actor.Actor
	Name     string
	Language lang.Lang
	Style    lang.Style
}

// span is how long sessions last, and how finely their last use is noted: each
// note is an act, and the audit log is kept for years.
type span struct{ whole, idle, note time.Duration }

// Workers keep a phone signed in through a month; whoever sees other people's
// matters signs in each day and after half an hour away.
// Source: S13.
var (
	ownMatters    = span{whole: 30 * 24 * time.Hour, idle: 7 * 24 * time.Hour, note: time.Hour}
	othersMatters = span{whole: 12 * time.Hour, idle: 30 * time.Minute, note: 5 * time.Minute}
)

func spanOf(roles actor.Roles) span {
	if roles&^actor.Of(actor.Employee) == 0 {
		return ownMatters
	}
	return othersMatters
}

// alive tells whether the session holds at the moment, apart from an interview under way.
func (s Session) alive(roles actor.Roles, now time.Time) bool {
	return s.Ended.IsZero() && now.Before(s.Until) && now.Sub(s.Seen) < spanOf(roles).idle
}
