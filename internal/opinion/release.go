package opinion

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// WorkerView is what the worker reads: the employer copy first.
type WorkerView struct {
	Letter  Letter
	Copy    EmployerCopy // empty when nothing goes
	Goes    bool         // whether the employer will have or has it
	Due     civil.Date   // the day it goes without an answer; no day when only the worker decides
	Taken   []Taken      // what the company decided
	Head    Head
	Waiting bool // nothing signed yet
}

// Show reads the newest signed version for the worker and notes the first time
// he opens it.
//
// Errors: access faults; ErrNone for foreign cases.
func (s *Service) Show(ctx context.Context, who actor.Actor, c id.Case) (WorkerView, error) {
	var out WorkerView
	err := s.Txns.Write(ctx, who, "opinion.show", func(ctx context.Context, tx txn.Write) error {
		f, l, err := s.own(ctx, tx, who, c)
		if err != nil {
			return err
		}
		v := WorkerView{Letter: l, Goes: l.MayGo(), Head: l.Head, Waiting: l.ID == ""}
		if v.Waiting {
			out = v
			return nil
		}
		if l.ShownAt.IsZero() {
			l.ShownAt = tx.Now()
			if err := s.put(ctx, tx, &l); err != nil {
				return err
			}
			v.Letter = l
		}
		tx.Touch(string(c), "shown")
		if v.Goes {
			v.Copy = Compose(l.Number, l.Head, l.Content.Facing)
			v.Due = l.Due(f.Zone, s.Words.WaitingDays())
		}
		if v.Taken, err = s.Store.ListTaken(ctx, tx, l.ID); err != nil {
			return err
		}
		out = v
		return nil
	})
	return out, hide(err)
}

// own is the newest signed version of the worker's own case.
func (s *Service) own(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case) (Facts, Letter, error) {
	f, err := s.Interviews.Facts(ctx, tx, c)
	if err != nil {
		return Facts{}, Letter{}, err
	}
	k := s.Words.Kind(f.Type)
	// Only the worker himself passes here: others have their own pages.
	if who.Employee == "" || who.Employee != f.Employee {
		return Facts{}, Letter{}, ErrNone
	}
	if err := access.Check(who, access.CommentOpinion, f.Subject(k.Statutory, false)); err != nil {
		return Facts{}, Letter{}, err
	}
	all, err := s.Store.List(ctx, tx, c)
	if err != nil {
		return Facts{}, Letter{}, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].SignedAt.IsZero() {
			return f, all[i], nil
		}
	}
	return f, Letter{}, nil
}

// AnswerInput is the worker's word on the letter.
type AnswerInput struct {
	Comment string
	Shared  bool // the comment goes to the employer too
	Confirm bool // he has read it; it may go now
}

// Answer keeps the worker's comment, releases the copy when he confirms, or both.
//
// Errors: fault.Fields when there is neither; ErrNone; access faults.
func (s *Service) Answer(ctx context.Context, who actor.Actor, c id.Case, in AnswerInput) (Letter, error) {
	var f fault.Fields
	if in.Comment == "" && !in.Confirm {
		f.Add("comment", "opinion.comment_empty")
	}
	if len([]rune(in.Comment)) > longest {
		f.Add("comment", "opinion.too_long", longest)
	}
	if err := f.Err(); err != nil {
		return Letter{}, err
	}
	var out Letter
	err := s.Txns.Write(ctx, who, "opinion.answer", func(ctx context.Context, tx txn.Write) error {
		facts, l, err := s.own(ctx, tx, who, c)
		if err != nil {
			return err
		}
		if l.ID == "" || !l.MayGo() {
			return ErrNone
		}
		if l.ShownAt.IsZero() {
			l.ShownAt = tx.Now()
		}
		if in.Comment != "" {
			l.Comment, l.Shared, l.CommentAt = in.Comment, in.Shared, tx.Now()
			tx.Touch(string(c), "comment")
			if err := s.Notices.Send(ctx, tx, NoticeComment, facts); err != nil {
				return err
			}
		}
		if in.Confirm && l.ConfirmedAt.IsZero() {
			l.ConfirmedAt = tx.Now()
			tx.Touch(string(c), "confirmed")
			if l.ReleasedAt.IsZero() {
				if err := s.release(ctx, tx, &l, facts, Confirmed); err != nil {
					return err
				}
				out = l
				return nil
			}
		}
		if err := s.put(ctx, tx, &l); err != nil {
			return err
		}
		out = l
		return nil
	})
	return out, hide(err)
}

// ReleaseDue sends the copies whose waiting time is over and tells how many.
// Safe to run at any time and twice; each letter is an act of its own.
func (s *Service) ReleaseDue(ctx context.Context) (int, error) {
	duty := actor.System("opinion.release")
	var offered []Letter
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		var err error
		offered, err = s.Store.ListOffered(ctx, tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	done := 0
	for _, l := range offered {
		gone := false
		err := s.Txns.Write(ctx, duty, "opinion.release", func(ctx context.Context, tx txn.Write) error {
			gone = false
			f, err := s.Interviews.Facts(ctx, tx, l.Case)
			if err != nil {
				return err
			}
			all, err := s.Store.List(ctx, tx, l.Case)
			if err != nil {
				return err
			}
			for _, now := range all {
				due := now.Due(f.Zone, s.Words.WaitingDays())
				if now.ID != l.ID || due.IsZero() || (now.Stage() != Offered && now.Stage() != Shown) ||
					civil.DateOf(tx.Now(), f.Zone).Before(due) {
					continue
				}
				if err := s.release(ctx, tx, &now, f, Waited); err != nil {
					return err
				}
				gone = true
			}
			return nil
		})
		if err != nil {
			return done, err
		}
		if gone {
			done++
		}
	}
	return done, nil
}

// release sends the copy: the row, the case, the notices. A version that went
// before is superseded now, not earlier: the employer is never without a letter.
func (s *Service) release(ctx context.Context, tx txn.Write, l *Letter, f Facts, ground Ground) error {
	l.ReleasedAt, l.Ground = tx.Now(), ground
	if err := s.put(ctx, tx, l); err != nil {
		return err
	}
	all, err := s.Store.List(ctx, tx, l.Case)
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.Version < l.Version && e.SupersededAt.IsZero() {
			e.SupersededAt = tx.Now()
			if err := s.put(ctx, tx, &e); err != nil {
				return err
			}
		}
	}
	tx.Touch(string(l.Case), "released")
	if _, err := s.Steps.Advance(ctx, tx, l.Case, casework.Delivered); err != nil {
		return err
	}
	if err := s.Notices.Send(ctx, tx, NoticeReleased, f); err != nil {
		return err
	}
	if ground == Confirmed {
		return nil
	}
	return s.Notices.Send(ctx, tx, NoticeGone, f)
}
