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

// Notice is the parsed table of the notice in force. Errors: room.ErrRules.
func Notice() (room.Rules, error) { return room.ParseRules(notice) }
