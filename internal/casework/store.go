package casework

import (
	"context"

	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store keeps cases and their steps.
type Store interface {
	// Insert adds a new case.
	Insert(ctx context.Context, tx txn.Write, c Case) error
	// Update replaces what may change of a case: physician, state, times, wish, mode.
	Update(ctx context.Context, tx txn.Write, c Case) error
	// Get reads one case. Errors: ErrNotFound.
	Get(ctx context.Context, tx txn.Read, c id.Case) (Case, error)
	// ListByEmployee gives a worker's cases, newest first; nil when none.
	ListByEmployee(ctx context.Context, tx txn.Read, e id.Employee) ([]Case, error)
	// ListByPhysician gives the cases of a physician that are not over, oldest first.
	ListByPhysician(ctx context.Context, tx txn.Read, p id.Physician) ([]Case, error)
	// ListStatutory gives the statutory cases of a workplace, newest first, at most limit.
	ListStatutory(ctx context.Context, tx txn.Read, w id.Workplace, limit int) ([]Case, error)
	// ListByWorkplace gives all cases of a workplace, newest first, at most limit.
	ListByWorkplace(ctx context.Context, tx txn.Read, w id.Workplace, limit int) ([]Case, error)
	// InsertStep appends to the history of a case and gives the step its number.
	InsertStep(ctx context.Context, tx txn.Write, c id.Case, s Step) error
	// Steps gives the history of a case, in order.
	Steps(ctx context.Context, tx txn.Read, c id.Case) ([]Step, error)
}
