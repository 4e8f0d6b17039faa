package account

import "mendan/internal/fault"

var (
	// ErrNobody: the session is not there, has ended or was never.
	ErrNobody = fault.New(fault.Unauthenticated, "web.unauthenticated")
	// ErrLink: the link was used, is too old, or was never made.
	ErrLink = fault.New(fault.Gone, "account.link_gone")
	// ErrTooMany: too many links were asked for from this network.
	ErrTooMany = fault.New(fault.TooMany, "account.too_many")
	// ErrUnknown: there is no such account or session, or it is somebody else's.
	ErrUnknown = fault.New(fault.NotFound, "web.not_found")
	// ErrMailTaken: another account has that mail address.
	ErrMailTaken = fault.New(fault.Conflict, "account.mail_taken")
	// ErrPersonTaken: the worker or physician already has an account.
	ErrPersonTaken = fault.New(fault.Conflict, "account.person_taken")
)
