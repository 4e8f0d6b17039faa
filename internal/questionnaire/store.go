package questionnaire

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Response is one form filled in for one case.
type Response struct {
	private.Mark

	ID        id.Response
	Case      id.Case
	Company   id.Company
	Employee  id.Employee
	Form      FormID
	Version   int
	Language  string // in which the questions were read last
	StartedAt time.Time
	ChangedAt time.Time
	SentAt    time.Time // zero: not sent, or reopened
	Answers   Answers   // hidden ones too until it is sent; never nil when read from a store
}

// Begun tells whether anything was saved.
func (r Response) Begun() bool { return r.ID != "" }

// Sent tells whether the physician may read it.
func (r Response) Sent() bool { return !r.SentAt.IsZero() }

// Store keeps responses, answers and alerts.
type Store interface {
	// Get reads the response of a case to a form, with its answers. Errors: ErrNotBegun.
	Get(ctx context.Context, tx txn.Read, c id.Case, form FormID) (Response, error)
	// List reads the responses of a case with their answers, in the order they were begun; nil when none.
	List(ctx context.Context, tx txn.Read, c id.Case) ([]Response, error)
	// Insert adds a response without answers. One case has at most one of a form.
	Insert(ctx context.Context, tx txn.Write, r Response) error
	// PutAnswer saves one answer, replacing an earlier one to the same question.
	PutAnswer(ctx context.Context, tx txn.Write, r id.Response, a Answer) error
	// DeleteAnswers forgets answers; unknown ones are no fault.
	DeleteAnswers(ctx context.Context, tx txn.Write, r id.Response, questions []string) error
	// Update saves Language, ChangedAt and SentAt.
	Update(ctx context.Context, tx txn.Write, r Response) error
	// PutResult keeps how a response was counted, replacing an earlier count.
	PutResult(ctx context.Context, tx txn.Write, r id.Response, result Result) error
	// InsertAlert keeps an alert. False: the rule was met before in this response.
	InsertAlert(ctx context.Context, tx txn.Write, a Alert) (bool, error)
	// Alerts lists the alerts of a case, oldest first. Name and Card are empty: they stand in the table of rules.
	Alerts(ctx context.Context, tx txn.Read, c id.Case) ([]Alert, error)
}

// Cases is where the facts about a case come from; casework.Service is one.
type Cases interface {
	// Get reads a case. Errors: a NotFound fault.
	Get(ctx context.Context, tx txn.Read, c id.Case) (casework.Case, error)
}

// Alarm is told of each new alert inside the act that saved the answer.
//
// Who implements it passes the alert on to the case's physician and the health
// staff of the workplace and to nobody else; what leaves the system (mail, push)
// carries no answer, no level and no health word.
type Alarm interface {
	Raise(ctx context.Context, tx txn.Write, c casework.Case, a Alert) error
}
