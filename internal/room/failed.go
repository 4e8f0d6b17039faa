package room

import (
	"context"

	"mendan/internal/id"
	"mendan/internal/txn"
)

// LineFailed counts the sessions of a case that are over, and how many of them,
// newest first and without a better one between, ended because the physician
// found the line too poor to go on. For the decision online or in person.
func (s *Service) LineFailed(ctx context.Context, tx txn.Read, c id.Case) (failed, sessions int, err error) {
	list, err := s.Store.Sessions(ctx, tx, c)
	for i, x := range list {
		if x.Line.Choice != Redo && x.Line.Choice != ToMeet {
			break
		}
		failed = i + 1
	}
	return failed, len(list), err
}
