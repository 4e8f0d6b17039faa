package questionnaire

import (
	"context"

	"mendan/internal/casework"
	"mendan/internal/txn"
)

// Moved listens to casework: a physician who takes a case over is told of the
// alerts that were raised before him. Without
// this an alert of somebody who had no physician yet would wait to be found.
func (s *Service) Moved(ctx context.Context, tx txn.Write, m casework.Changed) error {
	if m.After.Physician == "" || m.After.Physician == m.Before.Physician || !open(m.After) {
		return nil
	}
	alerts, err := s.store.Alerts(ctx, tx, m.After.ID)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		if err := s.alarm.Raise(ctx, tx, m.After, s.library.Rules.named(a)); err != nil {
			return err
		}
	}
	return nil
}
