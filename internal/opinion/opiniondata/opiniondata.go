// Package opiniondata holds the tables of words and rules that reports and
// letters are made of: readable files with version, source and validity, for
// physicians and lawyers to read and correct. Package opinion parses them and
// says what they mean; nothing is decided here.
package opiniondata

import (
	_ "embed"

	"mendan/internal/opinion"
)

var (
	//go:embed vocabulary.csv
	vocabulary string
	//go:embed items.csv
	items string
	//go:embed rules.csv
	rules string
	//go:embed words.csv
	words string
)

// Load parses the embedded tables.
func Load() (*opinion.Vocabulary, error) {
	return opinion.ParseVocabulary(opinion.Tables{Vocabulary: vocabulary, Items: items, Rules: rules, Words: words})
}
