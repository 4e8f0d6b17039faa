package room

import "time"

// State is what one of the two sees of the room now. It is what the page and
// the live stream send; the checklist is only in the physician's.
type State struct {
	Phase     Phase  `json:"phase"`
	Me        Side   `json:"me"`
	Worker    Person `json:"worker"`
	Physician Person `json:"physician"`
	// Admitted is true from the physician's admission until the end.
	Admitted    bool `json:"admitted"`
	Interrupted bool `json:"interrupted"` // open, and somebody's media is missing

	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Now  time.Time `json:"now"`

	Phones        Phones     `json:"phones"`
	Checklist     *Checklist `json:"checklist"` // nil for the worker
	ChecklistDone bool       `json:"checklistDone"`
	Missing       []string   `json:"missing,omitempty"` // item names, physician only

	Pause    *Pause           `json:"pause"`            // nil while the session runs
	PausedMS int64            `json:"pausedMs"`         // all pauses that are over
	Camera   *CameraException `json:"camera,omitempty"` // why the worker's camera may stay off

	Statutory bool `json:"statutory"` // an interview of the law: the worker has to be seen

	OpenedAt *time.Time `json:"openedAt"`
	EndedAt  *time.Time `json:"endedAt"`
	Outcome  Outcome    `json:"outcome,omitempty"`
	Ending   Ending     `json:"ending,omitempty"`
	MediaUp  bool       `json:"mediaUp"` // the media server answers
}

// Person is one side as the other sees it.
type Person struct {
	Name    string `json:"name"`
	Present bool   `json:"present"` // the page is open
	Media   bool   `json:"media"`   // in the media room
	Busy    bool   `json:"busy"`    // physician: in another open session
}

// Phones are the numbers agreed beforehand for when the line is gone.
type Phones struct {
	Worker    string `json:"worker"`
	Physician string `json:"physician"`
}
