package modality

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Parts are what a Service stands on. All are required.
type Parts struct {
	Txns    txn.Runner
	Store   Store
	Cases   Cases
	People  People
	Sources Sources
	Times   Times
	News    News
	Rules   Rules
}

// Service decides about cases, keeps each decision and closes online where the
// table or the physician says so. Methods that take a tx join the caller's
// snapshot or act and ask no permission.
type Service struct{ Parts }

// NewService makes a Service. The caller adds Service.Moved to the listeners of casework.
func NewService(p Parts) *Service { return &Service{p} }

// Standing is where a case stands now.
type Standing struct {
	Decision Decision
	Words    []Word // the physician's, oldest first
	// Sentence is the word that answers every recommendation that fired; nil
	// when there is none, or none is needed.
	Sentence *Word
}

// MayOnline tells whether the interview may be held online.
func (s Standing) MayOnline() bool {
	return s.Decision.Outcome == OnlineOK || s.Decision.Outcome == Recommended && s.Sentence != nil
}

// recommendations are the rows that only recommend, of those that fired.
func (d Decision) recommendations() []string {
	var out []string
	for _, r := range d.Rows {
		if r.Outcome == Recommended {
			out = append(out, r.ID)
		}
	}
	return out
}

// stage is the one of the table for a moment.
func stage(m Moment, c casework.Case) string {
	switch {
	case m == AtStart:
		return "START"
	case c.State == casework.Booked && m != AtBooking:
		return "PREPARATION"
	case c.State == casework.Booked:
		return "BOOKING"
	}
	return "APPLICATION"
}

// decide asks the table about a case as it stands at an instant.
func (s *Service) decide(ctx context.Context, tx txn.Read, c casework.Case, m Moment, at time.Time) (Standing, error) {
	w, err := s.People.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return Standing{}, err
	}
	day := civil.DateOf(at, w.Location())
	table, err := s.Rules.On(day)
	if err != nil {
		return Standing{}, err
	}
	said, err := s.Sources.Facts(ctx, tx, c, at)
	if err != nil {
		return Standing{}, err
	}
	out := Standing{}
	if out.Words, err = s.Store.Words(ctx, tx, c.ID); err != nil {
		return out, err
	}
	carried, err := s.carried(ctx, tx, c)
	if err != nil {
		return out, err
	}
	support, err := s.Store.Support(ctx, tx, c.ID)
	if err != nil && !errors.Is(err, ErrNone) {
		return out, err
	}
	said["type"], said["stage"], said["today"] = string(c.Type), stage(m, c), day.String()
	if c.Wish != "" {
		said["wish"] = string(c.Wish)
	}
	if support != "" {
		said["support"] = string(support)
	}
	for _, w := range append(carried, out.Words...) {
		switch {
		case w.Kind != Tightened:
		case w.Reason == SuicidalitySeen && w.Case != c.ID:
			said["suicidality_seen"] = "true"
		default:
			said["physician_in_person"] = "true"
		}
	}
	facts, err := table.Facts(said)
	if err != nil {
		return out, fault.New(fault.Internal, ErrFacts.Code).Because(err)
	}
	out.Decision = table.Decide(facts, day)
	open := out.Decision.recommendations()
	for i, w := range slices.Backward(out.Words) {
		if w.Kind != Loosened || w.Version != table.Version {
			continue
		}
		if !slices.ContainsFunc(open, func(r string) bool { return !slices.Contains(w.Rows, r) }) && len(open) > 0 {
			out.Sentence = &out.Words[i]
			break
		}
	}
	return out, nil
}

// carried are the words of earlier interviews that hold for this one: until the
// worker was seen in person after them.
func (s *Service) carried(ctx context.Context, tx txn.Read, c casework.Case) ([]Word, error) {
	words, err := s.Store.Carried(ctx, tx, c.Employee, c.ID)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	cases, err := s.Cases.ListByEmployee(ctx, tx, c.Employee)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(words, func(w Word) bool {
		return slices.ContainsFunc(cases, func(k casework.Case) bool {
			return k.ID != c.ID && k.Mode == casework.InPerson && k.HeldAt.After(w.At)
		})
	}), nil
}

// when is the instant the decision is about: the booked one, else now.
func (s *Service) when(ctx context.Context, tx txn.Read, c casework.Case) (at, booked time.Time, err error) {
	if c.State != casework.Booked {
		return tx.Now(), time.Time{}, nil
	}
	booked, err = s.Times.BookedAt(ctx, tx, c.ID)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return tx.Now(), time.Time{}, nil
	case err != nil:
		return tx.Now(), time.Time{}, err
	case booked.Before(tx.Now()):
		return tx.Now(), booked, nil
	}
	return booked, booked, nil
}

// Now is where the case stands, without keeping it.
func (s *Service) Now(ctx context.Context, tx txn.Read, c casework.Case) (Standing, error) {
	at, _, err := s.when(ctx, tx, c)
	if err != nil {
		return Standing{}, err
	}
	return s.decide(ctx, tx, c, AtPreparation, at)
}

// MayBeOnline answers scheduling and the room: nil when the interview may be
// held online at the instant; an instant that is now means that it is about to
// begin. Errors: ErrClosed, ErrNotNow; also when no table holds on that day.
func (s *Service) MayBeOnline(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error {
	m, closed := AtBooking, ErrClosed
	if !at.After(tx.Now()) {
		m, closed = AtStart, ErrNotNow
	}
	st, err := s.decide(ctx, tx, c, m, at)
	switch {
	case errors.Is(err, ErrNoTable):
		return closed.Because(err)
	case err != nil:
		return err
	case !st.MayOnline():
		return closed
	}
	return nil
}

// drafted is a decision that may be kept.
type drafted struct {
	standing  Standing
	last, now Record
	first     bool
}

// draft decides and compares with what was kept last.
func (s *Service) draft(ctx context.Context, tx txn.Read, c casework.Case, m Moment) (drafted, error) {
	at, booked, err := s.when(ctx, tx, c)
	if err != nil {
		return drafted{}, err
	}
	if m == AtStart {
		at = tx.Now()
	}
	var d drafted
	if d.standing, err = s.decide(ctx, tx, c, m, at); err != nil {
		return d, err
	}
	if d.last, err = s.Store.Last(ctx, tx, c.ID); err != nil && !errors.Is(err, ErrNone) {
		return d, err
	}
	d.first = err != nil
	facts, err := json.Marshal(d.standing.Decision.Facts)
	if err != nil {
		return d, err
	}
	x := d.standing.Decision
	d.now = Record{
		Case: c.ID, Company: c.Company, At: tx.Now(), Moment: m, Day: x.Day, Version: x.Table.Version,
		Outcome: x.Outcome, Rows: x.IDs(), Facts: string(facts), MayOnline: d.standing.MayOnline(),
	}
	if c.State == casework.Booked && c.Mode == casework.Online {
		d.now.OnlineAt = booked
	}
	return d, nil
}

// news tells whether the draft says something that was not kept yet.
func (d drafted) news() bool { return d.first || !d.last.says(d.now) }

// keep decides and keeps the decision when it says something new, or always
// when that is asked; then it tells whoever has to know.
func (s *Service) keep(ctx context.Context, tx txn.Write, c casework.Case, m Moment, always bool) error {
	d, err := s.draft(ctx, tx, c, m)
	if errors.Is(err, ErrNoTable) {
		return nil // nothing to keep; online is closed
	}
	if err != nil || !always && !d.news() {
		return err
	}
	d.now.By = tx.Who().Name()
	if _, err := s.Store.Add(ctx, tx, d.now); err != nil {
		return err
	}
	tx.Touch(string(c.ID), "mode decided")
	return s.tell(ctx, tx, c, d)
}

// says tells whether the earlier record holds the same decision.
func (r Record) says(x Record) bool {
	return r.Outcome == x.Outcome && r.Version == x.Version && r.MayOnline == x.MayOnline && r.Facts == x.Facts &&
		slices.Equal(r.Rows, x.Rows) && r.OnlineAt.Equal(x.OnlineAt)
}

// tell says what has changed from one decision to the next.
func (s *Service) tell(ctx context.Context, tx txn.Write, c casework.Case, d drafted) error {
	last, now := d.last, d.now
	switch {
	case !now.OnlineAt.IsZero() && !now.MayOnline:
		if d.first || last.MayOnline || !last.OnlineAt.Equal(now.OnlineAt) {
			return s.News.Turned(ctx, tx, c)
		}
	case now.Outcome == Recommended && !now.MayOnline && (d.first || !slices.Equal(last.Rows, now.Rows)) && c.Wish != casework.InPerson:
		who, err := s.deciders(ctx, tx, c)
		if err != nil || len(who) == 0 {
			return err
		}
		return s.News.Asked(ctx, tx, c, who)
	case !d.first && !last.MayOnline && now.MayOnline && d.standing.Sentence != nil:
		return s.News.Opened(ctx, tx, c)
	}
	return nil
}

// deciders are the physicians whose word counts: who holds the case, else who
// is appointed at the workplace today.
func (s *Service) deciders(ctx context.Context, tx txn.Read, c casework.Case) ([]id.Physician, error) {
	if c.Physician != "" {
		return []id.Physician{c.Physician}, nil
	}
	w, err := s.People.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return nil, err
	}
	return s.People.Appointed(ctx, tx, c.Workplace, civil.DateOf(tx.Now(), w.Location()))
}

// Moved listens to casework: a decision is kept at application, at each
// booking and at the start; a session that was turned to in person is the
// physician's own decision.
func (s *Service) Moved(ctx context.Context, tx txn.Write, m casework.Changed) error {
	switch m.Event { //nolint:exhaustive // the others decide nothing
	case casework.Opened, casework.Applied:
		return s.keep(ctx, tx, m.After, AtApplication, true)
	case casework.Scheduled:
		return s.keep(ctx, tx, m.After, AtBooking, true)
	case casework.Started:
		return s.keep(ctx, tx, m.Before, AtStart, true)
	case casework.Converted:
		w := Word{
			Case: m.After.ID, Company: m.After.Company, Employee: m.After.Employee, Physician: m.Before.Physician,
			At: tx.Now(), Kind: Tightened, Reason: Conversion,
		}
		if err := s.Store.AddWord(ctx, tx, w); err != nil {
			return err
		}
		return s.keep(ctx, tx, m.After, AtConversion, true)
	}
	return nil
}

// Changed is told when something that the table asks about may have changed:
// an answer, a place, a device check. A decision that says the same as before
// is not kept again.
func (s *Service) Changed(ctx context.Context, tx txn.Write, c casework.Case) error {
	if held(c) || c.State == casework.InSession {
		return nil
	}
	return s.keep(ctx, tx, c, AtPreparation, false)
}

// held tells whether the interview has taken place or will not any more.
func held(c casework.Case) bool {
	return c.State != casework.Waiting && c.State != casework.Ready && c.State != casework.Booked && c.State != casework.InSession
}

// reviewed is how many cases one run looks at; the soonest come first.
const reviewed = 500

// Review looks again at interviews booked online that are to come: a plan
// expires and a gate closes without anybody doing something to the case. Each
// case has its own snapshot, and an act only when there is something to keep.
func (s *Service) Review(ctx context.Context) error {
	var list []id.Case
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		got, err := s.Store.Coming(ctx, tx, tx.Now(), reviewed)
		list = got
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range list {
		var news bool
		err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
			k, err := s.Cases.Get(ctx, tx, c)
			if err != nil {
				return err
			}
			d, err := s.draft(ctx, tx, k, AtPreparation)
			news = err == nil && d.news()
			if errors.Is(err, ErrNoTable) {
				return nil
			}
			return err
		})
		if err != nil {
			return err
		}
		if !news {
			continue
		}
		err = s.Txns.Write(ctx, actor.System("modality.review"), "modality.review", func(ctx context.Context, tx txn.Write) error {
			k, err := s.Cases.Get(ctx, tx, c)
			if err != nil {
				return err
			}
			return s.Changed(ctx, tx, k)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
