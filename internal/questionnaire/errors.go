package questionnaire

import "mendan/internal/fault"

// The faults of this area.
var (
	// ErrUnknownForm: no such form for this interview, or not for this person to know.
	ErrUnknownForm = fault.New(fault.NotFound, "questionnaire.unknown_form")
	// ErrUnknownQuestion: no such question, or it is not asked with these answers.
	ErrUnknownQuestion = fault.New(fault.NotFound, "questionnaire.unknown_question")
	// ErrNotBegun: nothing has been answered yet.
	ErrNotBegun = fault.New(fault.NotFound, "questionnaire.not_begun")
	// ErrClosed: the interview has begun or ended; answers stay as they are.
	ErrClosed = fault.New(fault.Conflict, "questionnaire.closed")
	// ErrSubmitted: the form is sent; it has to be reopened first.
	ErrSubmitted = fault.New(fault.Conflict, "questionnaire.submitted")
	// ErrUnfinished: there are questions nobody has dealt with.
	ErrUnfinished = fault.New(fault.Conflict, "questionnaire.unfinished")
)
