package governance_test

import (
	"context"
	"testing"

	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// counted counts how often it is read.
type counted struct {
	governance.Store
	rules, meetings int
}

func (c *counted) Rules(ctx context.Context, tx txn.Read, w id.Workplace) ([]governance.Rule, error) {
	c.rules++
	return c.Store.Rules(ctx, tx, w)
}

func (c *counted) Deliberation(ctx context.Context, tx txn.Read, d id.Deliberation) (governance.Deliberation, error) {
	c.meetings++
	return c.Store.Deliberation(ctx, tx, d)
}

// The gate asks for both facts before each booking: they say what each says by
// itself, and nothing is read twice.
func TestSettledReadsOnce(t *testing.T) {
	t.Parallel()
	h := house(t)
	today := h.Today()
	h.Drafted(t)
	r := h.Adopted(t, today.AddDays(-3), today)
	_, err := h.Service.AnnounceElsewhere(ctx, h.AsHR(), h.Honsha.ID, r.ID, today, "掲示")
	must(t, err)
	store := &counted{Store: h.Service.Store}
	for _, kind := range []string{"CONSULTATION", "RETURN_TO_WORK"} {
		d, a := facts(t, h, kind, today)
		h.Service.Store = store
		store.rules, store.meetings = 0, 0
		var both governance.Settled
		must(t, h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
			both, err = h.Service.Settled(ctx, tx, h.Honsha.ID, kind, today)
			return err
		}))
		h.Service.Store = store.Store
		if both.Deliberated != d || both.Announced != a {
			t.Errorf("%s: %+v, by themselves %+v %+v", kind, both, d, a)
		}
		if store.rules != 1 || store.meetings != 1 {
			t.Errorf("%s: versions read %d times, the meeting %d times", kind, store.rules, store.meetings)
		}
	}
}
