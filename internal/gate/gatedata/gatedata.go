// Package gatedata holds the tables of what must be ready before interviews by
// video, as texts that lawyers and physicians can read, and gives them to
// package gate. It decides nothing.
package gatedata

import (
	"embed"

	"mendan/internal/gate"
)

//go:embed *.txt
var files embed.FS

// Rules are the parsed versions. Errors: gate.ErrRules with the sentence of what is wrong.
func Rules() (gate.Rules, error) {
	list, err := files.ReadDir(".")
	if err != nil {
		return gate.Rules{}, err
	}
	var tables []gate.Table
	for _, f := range list {
		text, err := files.ReadFile(f.Name())
		if err != nil {
			return gate.Rules{}, err
		}
		t, err := gate.ParseTable(f.Name(), string(text))
		if err != nil {
			return gate.Rules{}, err
		}
		tables = append(tables, t)
	}
	return gate.NewRules(tables...)
}
