// Package texts holds what readiness works by as files with sources: what
// workers read about what the company will and will not learn, the kinds of
// places and lines, the reasons for leaving the camera off. Changing a sentence
// of company.json means raising its version: workers then read it again.
package texts

import (
	_ "embed"

	"mendan/internal/readiness"
)

//go:embed company.json
var company []byte

//go:embed places.json
var places []byte

//go:embed camera.json
var camera []byte

// Company reads and checks the texts.
func Company() (readiness.CompanyTexts, error) {
	return readiness.ParseCompanyTexts("company.json", company)
}

// Places reads and checks the kinds of places and lines.
func Places() (readiness.PlaceTable, error) {
	return readiness.ParsePlaces("places.json", places)
}

// Camera reads and checks the reasons for leaving the camera off.
func Camera() (readiness.CameraTable, error) {
	return readiness.ParseCamera("camera.json", camera)
}
