// Package questionnaire asks a worker before the interview (事前問診) and hands
// the answers to the physician, with what deserves attention first.
//
// A form is data (package forms holds the files): questions with branches,
// texts in both languages, the points of an official instrument, the version.
// This package reads a form and refuses a broken one, says which question comes
// next, takes one answer at a time, counts points, raises alerts and draws the
// highlights. Read form.go first, then flow.go.
//
// What must hold:
//   - Each question says why it is asked and who sees the answer, and may always
//     be declined. Declined, skipped and not yet asked are three different things.
//   - A response stays with the version of the form it began with.
//   - A missing answer is never made up: a result without it is incomplete.
//   - An alert rises when its single answer is saved, not when the form is sent.
//   - Answers go to the worker, the case's physician and the health staff who work
//     with him. No method here gives them to anybody else.
//
// It is screening for a conversation, not a diagnosis, and it names no disease.
package questionnaire
