package provision

import (
	"context"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// longText is how long one text may be, in characters.
const longText = 2000

// CardInput is a workplace card as typed.
type CardInput struct {
	Workplace                                          id.Workplace
	Business, Work, Environment, Hazards, Hours, Shift string
	Headcount                                          string
}

// Check reads what was typed; the numbers come back normalised.
func (in CardInput) Check() (Card, error) {
	var f fault.Fields
	c := Card{
		Workplace: in.Workplace, Business: in.Business, Work: in.Work, Environment: in.Environment,
		Hazards: in.Hazards, Hours: in.Hours, Shift: in.Shift,
	}
	for _, x := range []struct{ name, text string }{
		{"business", in.Business}, {"work", in.Work}, {"environment", in.Environment}, {"hazards", in.Hazards}, {"hours", in.Hours}, {"shift", in.Shift},
	} {
		must(&f, x.name, x.text, true)
	}
	n, code := ParseCount(in.Headcount, 99999)
	switch {
	case code != "":
		f.Add("headcount", code)
	case n <= 0:
		f.Add("headcount", "form.required")
	}
	c.Headcount = n
	return c, f.Err()
}

func must(f *fault.Fields, name, text string, required bool) {
	switch {
	case required && text == "":
		f.Add(name, "form.required")
	case utf8.RuneCountInString(text) > longText:
		f.Add(name, "provision.too_long", longText)
	}
}

// CardSheet is a workplace with its card, for a page.
type CardSheet struct {
	Workplace directory.Workplace
	Card      Card   // zero when there is none
	Earlier   []Card // newest first, without Card
	Keep      bool   // the asker may change it
}

// ReadCard is the card of a workplace. Errors: directory.ErrNotFound, access faults.
func (s *Service) ReadCard(ctx context.Context, who actor.Actor, w id.Workplace) (CardSheet, error) {
	var out CardSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		place, about, err := s.place(ctx, tx, w)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.SeeCard, about); err != nil {
			return err
		}
		all, err := s.Store.Cards(ctx, tx, w)
		if err != nil {
			return err
		}
		out = CardSheet{Workplace: place, Keep: access.May(who, access.KeepCard, about)}
		if len(all) > 0 {
			out.Card, out.Earlier = all[0], all[1:]
		}
		return nil
	})
	return out, err
}

// KeepCard adds a version of the card, also when nothing changed: then it says
// that somebody looked it over. Errors: form.invalid, directory.ErrNotFound, access faults.
func (s *Service) KeepCard(ctx context.Context, who actor.Actor, in CardInput) (Card, error) {
	card, err := in.Check()
	if err != nil {
		return Card{}, err
	}
	err = s.Txns.Write(ctx, who, "provision.card", func(ctx context.Context, tx txn.Write) error {
		place, about, err := s.place(ctx, tx, in.Workplace)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.KeepCard, about); err != nil {
			return err
		}
		old, err := s.CardOf(ctx, tx, in.Workplace)
		if err != nil {
			return err
		}
		card.Company, card.Version, card.At, card.By = place.Company, old.Version+1, tx.Now(), who.Name()
		tx.Touch(string(place.ID), "card")
		return s.Store.AddCard(ctx, tx, card)
	})
	return card, err
}

// place reads a workplace as a question of permission.
func (s *Service) place(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, access.Subject, error) {
	place, err := s.People.Workplace(ctx, tx, w)
	if err != nil {
		return place, access.Subject{}, err
	}
	appointed, err := s.People.Appointed(ctx, tx, w, directory.Today(tx, place))
	return place, subject(place, appointed), err
}
