package modality

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Reason is why a physician asks for in person, as a code: for figures, and so
// that nobody has to write a health word.
type Reason string

// The reasons.
const (
	SeePerson       Reason = "SEE_PERSON"       // to see how the person is
	Examine         Reason = "EXAMINE"          // examination or measurement
	Safety          Reason = "SAFETY"           // safety of the worker
	SuicidalitySeen Reason = "SUICIDALITY_SEEN" // appeared during an online session; also holds for the worker's next interview
	Weighty         Reason = "WEIGHTY"          // a weighty judgement or a dispute
	Privacy         Reason = "PRIVACY"          // no place where one can talk
	LineBad         Reason = "LINE"             // picture or sound
	Understanding   Reason = "UNDERSTANDING"    // hearing, sight, language, operation
	OtherReason     Reason = "OTHER"
	Conversion      Reason = "CONVERSION" // a running session was turned: given by the platform
)

// Reasons lists those a physician can choose, in order.
func Reasons() []Reason {
	return []Reason{SeePerson, Examine, Safety, SuicidalitySeen, Weighty, Privacy, LineBad, Understanding, OtherReason}
}

const mostNote = 300 // characters

// Sheet is everything about the mode of a case, for its physician and the
// health staff; the worker's page shows a part of it.
type Sheet struct {
	Case     casework.Case
	Standing Standing
	History  []Record // kept decisions, oldest first
	Support  Support
	Over     bool // held, or withdrawn: nothing is decided any more
	MayWord  bool // the reader may tighten and loosen
}

// SheetOf gives the sheet to the worker himself, the physician and the health
// staff. Errors: access.ErrHidden, casework.ErrNotFound; ErrNoTable.
func (s *Service) SheetOf(ctx context.Context, who actor.Actor, c id.Case) (Sheet, error) {
	var out Sheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, subject, err := s.may(ctx, tx, who, access.SeeMode, c)
		if err != nil {
			return err
		}
		sheet := Sheet{Case: k, Over: held(k), MayWord: access.May(who, access.DecideMode, subject)}
		if sheet.Standing, err = s.Now(ctx, tx, k); err != nil {
			return err
		}
		if sheet.Support, err = s.Store.Support(ctx, tx, c); err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		if sheet.History, err = s.Store.List(ctx, tx, c); err != nil {
			return err
		}
		out = sheet
		return nil
	})
	return out, err
}

// may reads the case and asks for permission with the physicians appointed at
// the workplace: before anything is booked nobody holds the case.
func (s *Service) may(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, c id.Case) (casework.Case, access.Subject, error) {
	k, err := s.Cases.Get(ctx, tx, c)
	if err != nil {
		return k, access.Subject{}, err
	}
	w, err := s.People.Workplace(ctx, tx, k.Workplace)
	if err != nil {
		return k, access.Subject{}, err
	}
	subject := k.Subject()
	if subject.Appointed, err = s.People.Appointed(ctx, tx, k.Workplace, civil.DateOf(tx.Now(), w.Location())); err != nil {
		return k, subject, err
	}
	return k, subject, access.Check(who, a, subject)
}

// Employer is what the employer may read about the mode of a case: the neutral
// sentences of the table, in its two languages. It asks no permission.
func (s *Service) Employer(ctx context.Context, tx txn.Read, c casework.Case) ([]Text, error) {
	st, err := s.Now(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return st.Decision.Employer(), nil
}

// Tighten says that the interview has to be in person. A reason is chosen, a
// note may be added for the physician's own record. At any moment until the
// interview was held; in a running session the room's own way to turn does it.
//
// Errors: form.invalid with reason or note; ErrOver; access faults.
func (s *Service) Tighten(ctx context.Context, who actor.Actor, c id.Case, reason Reason, note string) error {
	note = strings.TrimSpace(note)
	var f fault.Fields
	if !slices.Contains(Reasons(), reason) {
		f.Add("reason", "form.choose")
	}
	if utf8.RuneCountInString(note) > mostNote {
		f.Add("note", "form.too_long", mostNote)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.word(ctx, who, c, "modality.tighten", func(_ Standing, w *Word) error {
		w.Kind, w.Reason, w.Note = Tightened, reason, note
		w.Carries = w.Carries || reason == SuicidalitySeen
		return nil
	})
}

// Loosen answers every recommendation that fired with a sentence, so that
// online may be chosen. What is required stays required.
//
// Errors: form.invalid with sentence; ErrCannotLoosen, ErrOver; access faults.
func (s *Service) Loosen(ctx context.Context, who actor.Actor, c id.Case, sentence string) error {
	sentence = strings.TrimSpace(sentence)
	var f fault.Fields
	switch n := utf8.RuneCountInString(sentence); {
	case n == 0:
		f.Add("sentence", "modality.sentence")
	case n > mostNote:
		f.Add("sentence", "form.too_long", mostNote)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.word(ctx, who, c, "modality.loosen", func(st Standing, w *Word) error {
		if st.Decision.Outcome != Recommended {
			return ErrCannotLoosen
		}
		w.Kind, w.Note, w.Rows = Loosened, sentence, st.Decision.recommendations()
		return nil
	})
}

func (s *Service) word(ctx context.Context, who actor.Actor, c id.Case, act string, say func(st Standing, w *Word) error) error {
	return s.Txns.Write(ctx, who, act, func(ctx context.Context, tx txn.Write) error {
		k, _, err := s.may(ctx, tx, who, access.DecideMode, c)
		if err != nil {
			return err
		}
		// After the interview a word still holds for the next one (ICT 1: also after).
		if k.State == casework.Abandoned {
			return ErrOver
		}
		st, err := s.Now(ctx, tx, k)
		if err != nil {
			return err
		}
		w := Word{Case: k.ID, Company: k.Company, Employee: k.Employee, Physician: who.Physician, At: tx.Now(), Version: st.Decision.Table.Version, Carries: held(k)}
		if err := say(st, &w); err != nil {
			return err
		}
		if w.Kind == Loosened && held(k) {
			return ErrOver
		}
		tx.Touch(string(k.ID), string(w.Kind))
		if err := s.Store.AddWord(ctx, tx, w); err != nil {
			return err
		}
		return s.keep(ctx, tx, k, AtWord, true)
	})
}

// WishInput is what the worker says on his page. No reason is asked.
type WishInput struct {
	Case    id.Case
	Wish    casework.Mode
	Support Support // empty: leaves what was said
}

// Wish keeps the worker's own wish and what support is needed. Errors:
// form.invalid with wish or support; ErrOver; access faults.
func (s *Service) Wish(ctx context.Context, who actor.Actor, in WishInput) error {
	var f fault.Fields
	if !in.Wish.Valid() {
		f.Add("wish", "form.choose")
	}
	if !slices.Contains([]Support{"", NoSupport, SupportArranged, SupportMissing}, in.Support) {
		f.Add("support", "form.choose")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "modality.wish", func(ctx context.Context, tx txn.Write) error {
		k, err := s.Cases.Get(ctx, tx, in.Case)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.BookInterview, k.Subject()); err != nil {
			return err
		}
		if held(k) || k.State == casework.InSession {
			return ErrOver
		}
		if err := s.Cases.SetWish(ctx, tx, k.ID, in.Wish); err != nil {
			return err
		}
		if in.Support != "" {
			if err := s.Store.PutSupport(ctx, tx, k, in.Support); err != nil {
				return err
			}
		}
		tx.Touch(string(k.ID), "wish")
		k.Wish = in.Wish
		return s.keep(ctx, tx, k, AtWish, false)
	})
}

// Kept is the newest kept decision of a case for documents: the version, the
// outcome, and the rows that look at nothing private by id; the others are only
// counted. Errors: ErrNone.
func (s *Service) Kept(ctx context.Context, tx txn.Read, c id.Case) (KeptDecision, error) {
	list, err := s.Store.List(ctx, tx, c)
	if err != nil {
		return KeptDecision{}, err
	}
	if len(list) == 0 {
		return KeptDecision{}, ErrNone
	}
	// What held when it began says more than a word said afterwards.
	r := list[len(list)-1]
	for _, x := range slices.Backward(list) {
		if x.Moment == AtStart {
			r = x
			break
		}
	}
	t, err := s.Rules.Version(r.Version)
	if err != nil {
		return KeptDecision{}, err
	}
	out := KeptDecision{Record: r}
	for _, name := range r.Rows {
		row, ok := t.Row(name)
		if ok && !slices.ContainsFunc(row.facts, func(i int) bool { return t.Schema[i].Private }) {
			out.Rows = append(out.Rows, name)
			continue
		}
		out.Withheld++
	}
	return out, nil
}

// KeptDecision is a decision for documents.
type KeptDecision struct {
	Record   Record
	Rows     []string
	Withheld int // rows about health or home
}
