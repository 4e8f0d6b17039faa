package readiness

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Sound is the verdict of the quiet-room check. It is worked out in the browser
// (frontend/check/quiet); this word is all that ever leaves the device, and
// only when the person keeps it.
type Sound string

// The verdicts.
const (
	Quiet     Sound = "QUIET"
	Speech    Sound = "SPEECH_NEARBY"
	TVOrMusic Sound = "TELEVISION_OR_MUSIC"
	Babble    Sound = "CAFE_BABBLE"
	Noisy     Sound = "NOISY"
	MicSilent Sound = "MICROPHONE_SILENT"
)

// Sounds lists the verdicts.
func Sounds() []Sound { return []Sound{Quiet, Speech, TVOrMusic, Babble, Noisy, MicSilent} }

// Loud tells whether somebody could be heard, or hear.
func (v Sound) Loud() bool { return v == Speech || v == TVOrMusic || v == Babble || v == Noisy }

// SoundMark is the latest verdict for one kind of place.
type SoundMark struct {
	Site    PlaceKind
	Verdict Sound
	At      time.Time
}

// KeepSound keeps the verdict for a kind of place; the newest counts.
// Errors: an Invalid fault about verdict, site; access faults, casework.ErrNotFound.
func (s *Service) KeepSound(ctx context.Context, who actor.Actor, c id.Case, site PlaceKind, v Sound) error {
	var f fault.Fields
	known := false
	for _, x := range Sounds() {
		known = known || x == v
	}
	if !known {
		f.Add("verdict", "form.choose")
	}
	if r, ok := s.Places.Find(site); !ok || r.Wish {
		f.Add("site", "form.choose")
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.keep_sound", func(ctx context.Context, tx txn.Write) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		tx.Touch(string(k.ID), "quiet-room check")
		return s.Store.PutSound(ctx, tx, k, SoundMark{Site: site, Verdict: v, At: tx.Now()})
	})
}

// SoundsOf lists what the worker kept, newest first. Errors: access faults, casework.ErrNotFound.
func (s *Service) SoundsOf(ctx context.Context, who actor.Actor, c id.Case) ([]SoundMark, error) {
	var out []SoundMark
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if _, err := s.mine(ctx, tx, who, access.DeclarePlace, c); err != nil {
			return err
		}
		list, err := s.Store.Sounds(ctx, tx, c)
		out = list
		return err
	})
	return out, err
}
