package room

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// SaveChecklist keeps the opening checklist, whole or in parts, until the
// session is over. Errors: ErrNotFound, ErrOver, form.invalid with the fields.
func (s *Service) SaveChecklist(ctx context.Context, who actor.Actor, c id.Case, l Checklist) (State, error) {
	if err := l.Check(); err != nil {
		return State{}, err
	}
	var out State
	err := s.Txns.Write(ctx, who, "room.check", func(ctx context.Context, tx txn.Write) error {
		p, err := s.enter(ctx, tx, who, c, access.AdmitToRoom)
		if err != nil {
			return err
		}
		if p.session.Over() {
			return ErrOver
		}
		if err := s.begin(ctx, tx, &p); err != nil {
			return err
		}
		items := l.changed(p.session.Checklist)
		p.session.Checklist = l
		if err := s.Store.Update(ctx, tx, p.session); err != nil {
			return err
		}
		tx.Touch(string(p.session.ID), "checklist")
		if len(items) > 0 {
			if err := s.say(ctx, tx, p.session, Physician, Checked, Detail{Items: items}); err != nil {
				return err
			}
			s.changed(tx, c)
		}
		out, err = s.state(ctx, tx, p)
		return err
	})
	return out, err
}

const mostNotes = 20_000 // characters

// ReadNotes gives the author's private notes. Errors: ErrNotFound.
func (s *Service) ReadNotes(ctx context.Context, who actor.Actor, c id.Case) (Notes, error) {
	var out Notes
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if who.Physician == "" || who.Physician != k.Physician {
			return ErrNotFound
		}
		if err := access.Check(who, access.ReadNotes, k.Subject()); err != nil {
			return err
		}
		out, err = s.Store.Notes(ctx, tx, c)
		return err
	})
	return out, err
}

// SaveNotes writes text over the version the writer has seen, before, during
// and after the session. Errors: ErrNotFound; ErrNotesLong; ErrStale when
// somebody saved since: then the notes returned are the saved ones, and both
// are to be shown.
func (s *Service) SaveNotes(ctx context.Context, who actor.Actor, c id.Case, text string, version int) (Notes, error) {
	if len([]rune(text)) > mostNotes {
		return Notes{}, ErrNotesLong.With(mostNotes)
	}
	var out Notes
	err := s.Txns.Write(ctx, who, "room.note", func(ctx context.Context, tx txn.Write) error {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if who.Physician == "" || who.Physician != k.Physician {
			return ErrNotFound
		}
		if err := access.Check(who, access.WriteNotes, k.Subject()); err != nil {
			return err
		}
		now, err := s.Store.Notes(ctx, tx, c)
		if err != nil {
			return err
		}
		if now.Version != version {
			out = now
			return ErrStale
		}
		next := Notes{Case: c, Text: text, Version: version + 1, SavedAt: tx.Now()}
		if err := s.Store.SaveNotes(ctx, tx, k.Physician, next); err != nil {
			return err
		}
		tx.Touch(string(c), "notes")
		out = next
		return nil
	})
	return out, err
}
