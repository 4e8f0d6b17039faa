package readiness

import (
	"cmp"
	"context"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/phone"
	"mendan/internal/txn"
)

// RehearsalSheet is what the page of the rehearsal shows beside the check itself.
type RehearsalSheet struct {
	Case   id.Case
	Site   PlaceKind // declared; empty when none or none that fits
	Trap   PhoneTrap
	Phone  phone.Number // of the worker, for the sentence about the trap
	Ladder Ladder
	Sites  []SiteVerdict // by place, newest first
	Open   bool
}

// SiteVerdict is the last rehearsal at one kind of place.
type SiteVerdict struct {
	Site  PlaceKind // empty: not said
	Check Verdict
	Sound SoundMark // zero: not kept
}

// RehearsalOf reads the worker's own. device is what he reads the page on, ""
// when it is not known. Errors: access faults, casework.ErrNotFound.
func (s *Service) RehearsalOf(ctx context.Context, who actor.Actor, c id.Case, device string) (RehearsalSheet, error) {
	var out RehearsalSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		f, err := s.facts(ctx, tx, k)
		if err != nil {
			return err
		}
		contact, err := s.Store.Contact(ctx, tx, k.Employee)
		if unexpected(err) {
			return err
		}
		out = RehearsalSheet{Case: c, Phone: contact.Phone, Trap: Trap(device, contact.Phone, contact.Second), Open: !f.begun() && f.online()}
		if f.Place.Fits() {
			out.Site = f.Place.Kind
		}
		if out.Ladder, err = s.ladderOf(ctx, tx, c); err != nil {
			return err
		}
		out.Sites, err = s.sites(ctx, tx, c)
		return err
	})
	return out, err
}

func (s *Service) sites(ctx context.Context, tx txn.Read, c id.Case) ([]SiteVerdict, error) {
	checks, err := s.Store.Verdicts(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	sounds, err := s.Store.Sounds(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []SiteVerdict
	at := func(site PlaceKind) int {
		return slices.IndexFunc(out, func(v SiteVerdict) bool { return v.Site == site })
	}
	for _, v := range checks { // newest first
		if at(v.Site) < 0 {
			out = append(out, SiteVerdict{Site: v.Site, Check: v})
		}
	}
	for _, m := range sounds {
		if i := at(m.Site); i >= 0 {
			out[i].Sound = m
		} else {
			out = append(out, SiteVerdict{Site: m.Site, Sound: m})
		}
	}
	latest := func(v SiteVerdict) time.Time {
		if v.Sound.At.After(v.Check.At) {
			return v.Sound.At
		}
		return v.Check.At
	}
	slices.SortStableFunc(out, func(a, b SiteVerdict) int { return -cmp.Compare(latest(a).UnixMicro(), latest(b).UnixMicro()) })
	return out, nil
}

// ladderOf reads where a case stands on the ladder.
func (s *Service) ladderOf(ctx context.Context, tx txn.Read, c id.Case) (Ladder, error) {
	checks, err := s.Store.Verdicts(ctx, tx, c)
	if err != nil {
		return Ladder{}, err
	}
	var last Verdict
	failures := 0
	for i, v := range checks {
		if i == 0 {
			last = v
		}
		if v.OK() {
			break
		}
		failures++
	}
	sounds, err := s.Store.Sounds(ctx, tx, c)
	if err != nil {
		return Ladder{}, err
	}
	var sound Sound
	if len(sounds) > 0 {
		sound = sounds[0].Verdict
	}
	taken, err := s.Store.Rungs(ctx, tx, c)
	return ladder(last, failures, sound, taken, s.Support.Phone != ""), err
}

// Climb notes that the worker takes a rung. Taking the telephone puts the case
// on the coordinator's desk, once. Errors: an Invalid fault about rung; ErrClosed;
// access faults, casework.ErrNotFound.
func (s *Service) Climb(ctx context.Context, who actor.Actor, c id.Case, r Rung) error {
	if !slices.Contains(Rungs(), r) {
		var f fault.Fields
		f.Add("rung", "form.choose")
		return f.Err()
	}
	return s.Txns.Write(ctx, who, "readiness.climb", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		taken, err := s.Store.Rungs(ctx, tx, c)
		if err != nil {
			return err
		}
		tx.Touch(string(c), string(r))
		if err := s.Store.AddRung(ctx, tx, f.Case, r, tx.Now()); err != nil {
			return err
		}
		if r != Telephone || slices.Contains(taken, r) {
			return nil
		}
		return s.Rooms.Call(ctx, tx, f.Case)
	})
}

// Support is how the provider helps by telephone.
type Support struct {
	Phone string // as it is shown; empty: there is none
	Hours Says
}

// ProgressLine is how far one appointment's rehearsal is, for whoever helps: no
// finding, no place, no type of interview.
type ProgressLine struct {
	Case     id.Case
	Worker   string
	Company  id.Company
	From, To time.Time
	Zone     *time.Location
	State    Progress
	Rungs    int // ways out that were tried
}

// Progress is how far a rehearsal is, without content.
type Progress string

// The states of progress.
const (
	NotYet  Progress = "NOT_YET" // no check was made
	Passed  Progress = "PASSED"
	Trouble Progress = "TROUBLE" // did not pass; the worker has ways out before him
	Stuck   Progress = "STUCK"   // needs somebody
)

// progress is the state of a ladder.
func progress(l Ladder) Progress {
	switch {
	case l.Stuck():
		return Stuck
	case l.Failing:
		return Trouble
	case l.Rehearsed:
		return Passed
	}
	return NotYet
}

// ProgressOf lists how far the online appointments among cases are, those who
// need somebody first. Which cases, the caller knows. Errors: access faults.
func (s *Service) ProgressOf(ctx context.Context, tx txn.Read, who actor.Actor, cases []id.Case) ([]ProgressLine, error) {
	var out []ProgressLine
	for _, c := range cases {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		if !access.May(who, access.SeeRehearsal, k.Subject()) {
			continue
		}
		f, err := s.facts(ctx, tx, k)
		if err != nil {
			return nil, err
		}
		if !f.Booked || !f.online() || f.begun() {
			continue
		}
		l, err := s.ladderOf(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		e, err := s.People.Employee(ctx, tx, k.Employee)
		if err != nil {
			return nil, err
		}
		out = append(out, ProgressLine{
			Case: c, Worker: e.Name.Full(), Company: k.Company, From: f.From, To: f.To, Zone: f.Zone, State: progress(l), Rungs: len(l.Taken),
		})
	}
	order := []Progress{Stuck, Trouble, NotYet, Passed}
	slices.SortStableFunc(out, func(a, b ProgressLine) int {
		if d := slices.Index(order, a.State) - slices.Index(order, b.State); d != 0 {
			return d
		}
		return a.From.Compare(b.From)
	})
	return out, nil
}
