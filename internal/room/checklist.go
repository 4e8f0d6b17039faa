package room

import (
	"strings"
	"unicode/utf8"

	"mendan/internal/fault"
)

// Identity is how the physician made sure who is there (本人確認). Never an
// image or a number: only which paper was seen, or that they know each other.
// Source: S03 2(2), 2(3), 2(4), and the opening checklist of the online guidance; health-insurance cards ended in 2025-12.
type Identity string

// The ways.
const (
	EmployeeCard   Identity = "EMPLOYEE_CARD"   // 社員証
	MyNumberFront  Identity = "MY_NUMBER_FRONT" // マイナンバーカード(表面のみ)
	DrivingLicence Identity = "DRIVING_LICENCE" // 運転免許証
	Known          Identity = "KNOWN"           // 面識あり
)

// Identities lists the ways in the order they are offered.
var Identities = []Identity{EmployeeCard, MyNumberFront, DrivingLicence, Known}

// Checklist is the physician's opening checklist (開始時の確認). The zero
// value is an empty one; it may be saved in parts.
type Checklist struct {
	Identity        Identity `json:"identity"`
	Alone           bool     `json:"alone"`           // nobody else hears, on either side
	Place           string   `json:"place"`           // where the worker is now: for an emergency only
	Phone           string   `json:"phone"`           // where he can be called back now
	CameraWorker    bool     `json:"cameraWorker"`    // the picture of the worker was good enough to observe
	CameraPhysician bool     `json:"cameraPhysician"` // and the other way round
	NotRecording    bool     `json:"notRecording"`    // both said that nothing records
	Explained       bool     `json:"explained"`       // purpose, flow, secrecy and its limits
}

// The items by the names they have in forms and evidence, in the order of the talk.
var items = []struct {
	name string
	done func(Checklist) bool
}{
	{"identity", func(c Checklist) bool { return c.Identity != "" }},
	{"alone", func(c Checklist) bool { return c.Alone }},
	{"place", func(c Checklist) bool { return c.Place != "" }},
	{"phone", func(c Checklist) bool { return c.Phone != "" }},
	{"cameraWorker", func(c Checklist) bool { return c.CameraWorker }},
	{"cameraPhysician", func(c Checklist) bool { return c.CameraPhysician }},
	{"notRecording", func(c Checklist) bool { return c.NotRecording }},
	{"explained", func(c Checklist) bool { return c.Explained }},
}

// Items names every item in order.
func Items() []string {
	var out []string
	for _, x := range items {
		out = append(out, x.name)
	}
	return out
}

// Missing names what is not done yet, in order; empty when the checklist is complete.
func (c Checklist) Missing() []string {
	var out []string
	for _, x := range items {
		if !x.done(c) {
			out = append(out, x.name)
		}
	}
	return out
}

// Done tells whether every item is done.
func (c Checklist) Done() bool { return len(c.Missing()) == 0 }

// changed names the items that differ, for the evidence: never their content.
func (c Checklist) changed(before Checklist) []string {
	var out []string
	for _, x := range items {
		if x.done(c) != x.done(before) {
			out = append(out, x.name)
		}
	}
	if c.Place != before.Place && c.Place != "" && before.Place != "" {
		out = append(out, "place")
	}
	if c.Phone != before.Phone && c.Phone != "" && before.Phone != "" {
		out = append(out, "phone")
	}
	if c.Identity != before.Identity && c.Identity != "" && before.Identity != "" {
		out = append(out, "identity")
	}
	return out
}

const maxPlace, maxPhone = 200, 30

// Check tells what cannot be taken. Errors: form.invalid with the fields.
func (c Checklist) Check() error {
	var f fault.Fields
	known := c.Identity == ""
	for _, x := range Identities {
		known = known || c.Identity == x
	}
	if !known {
		f.Add("identity", "form.choose")
	}
	if utf8.RuneCountInString(c.Place) > maxPlace {
		f.Add("place", "form.too_long", maxPlace)
	}
	if !phoneLike(c.Phone) {
		f.Add("phone", "form.phone")
	}
	return f.Err()
}

// phoneLike accepts empty, or 10 to 15 digits with the usual marks between.
func phoneLike(text string) bool {
	if text == "" {
		return true
	}
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune("-() ", r):
		default:
			return false
		}
	}
	return digits >= 10 && digits <= 15 && len(text) <= maxPhone
}
