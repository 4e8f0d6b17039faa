package readiness

import (
	"strings"

	"mendan/internal/phone"
)

// PhoneTrap says whether the call-back number is probably the very device the
// worker talks on: when the line breaks, the call would then ring in the hand
// that lost the picture, or end the video that still ran.
type PhoneTrap string

// The answers.
const (
	NoTrap     PhoneTrap = ""          // a computer, a landline, or nothing is known
	SamePhone  PhoneTrap = "SAME"      // a phone, a mobile number, and no other number
	OtherPhone PhoneTrap = "HAS_OTHER" // a phone and a mobile number, but a second number is there
)

// Trap is the rule. device is what the device check calls it ("" unknown),
// second the other way to reach the worker: a number or a mail address.
//
//	device         call-back number   second way         answer
//	phone          mobile             other number       HAS_OTHER
//	phone          mobile             mail, none, same   SAME
//	phone          landline, none     any                -
//	not a phone    any                any                -
//
// A tablet is no phone: its calls ring elsewhere. Numbers from abroad count as
// mobiles: nobody can tell. 050 numbers (IP telephony) ring in an app on the
// same phone and count as mobiles, too.
func Trap(device string, tel phone.Number, second string) PhoneTrap {
	if device != "iphone" && device != "android" || tel == "" || !phone.Mobile(tel) {
		return NoTrap
	}
	if second != "" && !strings.Contains(second, "@") && phone.Digits(phone.Number(second)) != phone.Digits(tel) {
		return OtherPhone
	}
	return SamePhone
}
