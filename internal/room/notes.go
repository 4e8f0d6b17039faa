package room

import (
	"time"

	"mendan/internal/id"
)

// Notes are the physician's private notes of a case (私的メモ). Version counts
// the savings from 1; 0 means that nothing was written yet.
type Notes struct {
	Case    id.Case   `json:"-"`
	Text    string    `json:"text"`
	Version int       `json:"version"`
	SavedAt time.Time `json:"savedAt"`
}
