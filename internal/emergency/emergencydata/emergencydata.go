// Package emergencydata holds the levels of an emergency, their first five
// minutes and who is called, as a text file that a physician can read and
// correct. Hotlines are in package hotlines.
package emergencydata

import (
	_ "embed"

	"mendan/internal/emergency"
)

//go:embed levels.txt
var levels string

// Load reads the table. An error is a fault of the file and names its line.
func Load() (emergency.Table, error) { return emergency.ParseTable(levels) }
