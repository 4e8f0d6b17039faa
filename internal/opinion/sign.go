package opinion

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Review is what stands between a draft and a signature.
type Review struct {
	Missing []Item        // items that are still empty
	Faults  []fault.Field // what is written but does not hold
	Words   []Found       // flagged words in fields for the employer
	Copy    EmployerCopy  // what the employer would see; empty while nothing may go
	MayGo   bool
}

// Ready tells whether nothing but flagged words stands in the way.
func (r Review) Ready() bool { return len(r.Missing) == 0 && len(r.Faults) == 0 }

// Review holds the draft d.Letter against the tables: for the page before
// signing and for the pane beside the form.
func (s *Service) Review(d Desk) Review {
	c := d.Letter.Content
	r := Review{Missing: s.Words.Missing(d.Letter.Type, c), MayGo: d.Letter.MayGo()}
	missing := map[string]bool{}
	for _, m := range r.Missing {
		missing[m.Name] = true
	}
	var f fault.Fields
	if r.MayGo {
		s.Words.CheckFacing(d.Facts.Held, c.Facing, &f)
		r.Words = s.Words.Flag(c.Facing)
		r.Copy = Compose(numberOf(d.Letter), headOf(d.Facts, d.Kind, d.Letter, d.Today, s.Words.Version), c.Facing)
	}
	if !d.Kind.Statutory {
		checkConsent(c.Consent, d.Facts.Held, d.Today, &f)
	}
	for _, t := range append(c.Facing.texts(), c.Private.texts()...) {
		if bad, found := s.Pages.Unprintable(t.text); found {
			f.Add(t.field, "opinion.unprintable", string(bad))
		}
	}
	for _, x := range fault.Of(f.Err()).Fields {
		if !missing[x.Name] && !(x.Name == "state_text" && missing["other_state"]) {
			r.Faults = append(r.Faults, x)
		}
	}
	return r
}

// SignInput is what signing asks beside the text.
type SignInput struct {
	Saved        int // of the draft that was checked
	Urgent       bool
	UrgentReason string
	WordReason   string // a sentence why flagged words stay
}

// Sign locks the draft, draws both documents and offers the employer copy to the
// worker; an urgent one goes to the employer in the same act.
//
// Errors: fault.Fields with every missing item and fault; ErrWords when flagged
// words stay without a reason; ErrName; ErrNotHeld; ErrSigned; ErrMoved when the text or
// the facts changed meanwhile; access faults.
func (s *Service) Sign(ctx context.Context, who actor.Actor, c id.Case, in SignInput) (Letter, error) {
	l, err := s.prepare(ctx, who, c, in)
	if err != nil {
		return Letter{}, err
	}
	docs, err := s.drawAll(l) // outside of the act: drawing takes longer than an act may
	if err != nil {
		return Letter{}, err
	}
	var out Letter
	err = s.Txns.Write(ctx, who, "opinion.sign", func(ctx context.Context, tx txn.Write) error {
		d, err := s.desk(ctx, tx, who, access.WriteReport, c)
		if err != nil {
			return err
		}
		now := headOf(d.Facts, d.Kind, d.Letter, l.Head.Signed, s.Words.Version)
		if d.Letter.Saved != in.Saved || !d.Letter.SignedAt.IsZero() || now != l.Head {
			return ErrMoved
		}
		l := l
		for _, doc := range docs {
			doc.MadeAt = tx.Now()
			if err := s.Store.InsertDocument(ctx, tx, doc); err != nil {
				return err
			}
			tx.Touch(string(doc.ID), string(doc.Kind))
		}
		tx.Touch(string(c), "signed")
		if d.Facts.State == casework.Held {
			if _, err := s.Steps.Advance(ctx, tx, c, casework.Drafted); err != nil {
				return err
			}
		}
		if _, err := s.Steps.Advance(ctx, tx, c, casework.Signed); err != nil {
			return err
		}
		for _, e := range d.Earlier { // an earlier version that has not gone never will
			if e.ReleasedAt.IsZero() && e.SupersededAt.IsZero() {
				e.SupersededAt = tx.Now()
				if err := s.put(ctx, tx, &e); err != nil {
					return err
				}
			}
		}
		if err := s.offer(ctx, tx, &l, d.Facts); err != nil {
			return err
		}
		out = l
		return nil
	})
	return out, err
}

// prepare checks the draft on one snapshot and gives it as it will be signed.
func (s *Service) prepare(ctx context.Context, who actor.Actor, c id.Case, in SignInput) (Letter, error) {
	var d Desk
	var now time.Time
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		var err error
		now = tx.Now()
		d, err = s.desk(ctx, tx, who, access.WriteReport, c)
		return err
	})
	if err != nil {
		return Letter{}, err
	}
	l := d.Letter
	switch {
	case !l.SignedAt.IsZero():
		return Letter{}, ErrSigned
	case !d.Facts.Done:
		return Letter{}, ErrNotHeld
	case l.Saved != in.Saved:
		return Letter{}, ErrMoved
	}
	r := s.Review(d)
	var f fault.Fields
	for _, m := range r.Missing {
		f.Add(m.Name, m.Ask)
	}
	for _, x := range r.Faults {
		f.Add(x.Name, x.Code, x.Args...)
	}
	if in.Urgent && in.UrgentReason == "" {
		f.Add("urgent_reason", "opinion.urgent_reason")
	}
	if in.Urgent && !l.Statutory {
		f.Add("urgent", "opinion.urgent_voluntary")
	}
	for _, t := range []fieldText{{"urgent_reason", in.UrgentReason}, {"word_reason", in.WordReason}} {
		if len([]rune(t.text)) > longest {
			f.Add(t.field, "opinion.too_long", longest)
		}
	}
	if err := f.Err(); err != nil {
		return Letter{}, err
	}
	if len(r.Words) > 0 && in.WordReason == "" {
		return Letter{}, ErrWords
	}
	l.SignedAt, l.SavedAt = now, now
	l.Number = numberOf(l)
	l.Urgent, l.UrgentReason = in.Urgent, ""
	if in.Urgent {
		l.UrgentReason = in.UrgentReason
	}
	if len(r.Words) > 0 {
		l.WordReason = in.WordReason
	}
	l.Physician = d.Facts.Physician // who signs, if the case was handed over meanwhile
	l.Head = headOf(d.Facts, d.Kind, l, civil.DateOf(now, d.Facts.Zone), s.Words.Version)
	for _, name := range []string{l.Head.Company, l.Head.Workplace, l.Head.Department, l.Head.Employee, l.Head.Physician, l.Head.Affiliation, l.Head.Register} {
		if bad, found := s.Pages.Unprintable(name); found {
			return Letter{}, ErrName.With(string(bad))
		}
	}
	return l, nil
}

// numberOf is the document number. It comes from the letter's random id and the
// version, not from a counter: a gap in a counter would tell the employer that a
// consultation took place.
func numberOf(l Letter) string {
	_, digits, found := strings.Cut(string(l.ID), "_")
	if !found || len(digits) < 8 {
		return ""
	}
	digits = strings.ToUpper(digits)
	return fmt.Sprintf("MD-%s-%s-%d", digits[:4], digits[4:8], l.Version)
}

func (s *Service) drawAll(l Letter) ([]Document, error) {
	report, err := s.Pages.Report(ComposeReport(l.Number, l.Head, l.Content))
	if err != nil {
		return nil, fmt.Errorf("draw report: %w", err)
	}
	out := []Document{newDocument(l, FullReport, report)}
	if l.MayGo() {
		letter, err := s.Pages.EmployerCopy(Compose(l.Number, l.Head, l.Content.Facing))
		if err != nil {
			return nil, fmt.Errorf("draw letter: %w", err)
		}
		out = append(out, newDocument(l, ForEmployer, letter))
	}
	return out, nil
}

func newDocument(l Letter, kind DocumentKind, bytes []byte) Document {
	sum := sha256.Sum256(bytes)
	return Document{
		ID: id.New[id.Document](), Letter: l.ID, Company: l.Company, Kind: kind, Number: l.Number,
		SHA256: hex.EncodeToString(sum[:]), Bytes: bytes,
	}
}

// offer is what follows a signature: the worker reads first, an urgent letter
// goes at once, and of a consultation without consent nothing goes at all.
func (s *Service) offer(ctx context.Context, tx txn.Write, l *Letter, f Facts) error {
	l.OfferedAt = tx.Now()
	if !l.MayGo() {
		if err := s.put(ctx, tx, l); err != nil {
			return err
		}
		_, err := s.Steps.Advance(ctx, tx, l.Case, casework.Closed)
		return err
	}
	if err := s.Notices.Send(ctx, tx, NoticeToRead, f); err != nil {
		return err
	}
	if l.Urgent {
		return s.release(ctx, tx, l, f, Urgent)
	}
	return s.put(ctx, tx, l)
}

// put writes a letter and counts the save.
func (s *Service) put(ctx context.Context, tx txn.Write, l *Letter) error {
	before := l.Saved
	l.Saved++
	return s.Store.Update(ctx, tx, *l, before)
}
