// Package roomdata holds the table of conditions of the ICT notice as a text
// that lawyers and physicians can read, and gives it to package room. It
// decides nothing.
package roomdata

import (
	_ "embed"

	"mendan/internal/room"
)

//go:embed ict-notice.txt
var notice string

//go:embed reasons.txt
var reasons string

// Notice is the parsed table of the notice in force, with the reasons a
// physician may give. Errors: room.ErrRules.
func Notice() (room.Rules, error) {
	r, err := room.ParseRules(notice)
	if err != nil {
		return room.Rules{}, err
	}
	return r, r.ReadReasons(reasons)
}
