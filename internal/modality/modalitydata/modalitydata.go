// Package modalitydata holds the table that decides between online and in
// person as texts that physicians and lawyers can read, one file for each
// version, and gives them to package modality. It decides nothing.
package modalitydata

import (
	"embed"
	"fmt"
	"strings"

	"mendan/internal/modality"
)

//go:embed *.txt
var files embed.FS

// Load reads every version. Errors: modality.ErrTable, with the file and line.
func Load() (modality.Rules, error) {
	names, err := files.ReadDir(".")
	if err != nil {
		return modality.Rules{}, err
	}
	var tables []*modality.Table
	for _, f := range names {
		if !strings.HasPrefix(f.Name(), "online-or-in-person") {
			continue
		}
		b, err := files.ReadFile(f.Name())
		if err != nil {
			return modality.Rules{}, err
		}
		t, err := modality.Parse(string(b))
		if err != nil {
			return modality.Rules{}, fmt.Errorf("%s: %w", f.Name(), err)
		}
		tables = append(tables, t)
	}
	return modality.NewRules(tables...)
}
