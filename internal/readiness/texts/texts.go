// Package texts holds what workers read before an interview about what the
// company will and will not learn, as a file with sources. Changing a sentence
// means raising its version: workers then read it again.
package texts

import (
	_ "embed"

	"mendan/internal/readiness"
)

//go:embed company.json
var company []byte

// Company reads and checks the texts.
func Company() (readiness.CompanyTexts, error) {
	return readiness.ParseCompanyTexts("company.json", company)
}
