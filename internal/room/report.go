package room

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// Evidence gives the signed document about the newest session of the case:
// to the two people of it, and to those the matrix grants the whole of it.
// While the session runs it tells what is known so far.
//
// Errors: ErrNotFound, also while no session has begun; access faults.
func (s *Service) Evidence(ctx context.Context, who actor.Actor, c id.Case) ([]byte, error) {
	doc, err := s.Pack(ctx, who, c)
	if err != nil {
		return nil, err
	}
	return Sign(doc, s.Key)
}

// Pack is Evidence before it is signed, for pages and the printed form.
func (s *Service) Pack(ctx context.Context, who actor.Actor, c id.Case) (Evidence, error) {
	var out Evidence
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.SeeEvidence, k.Subject()); err != nil {
			return err
		}
		if g := access.GradeOf(who, access.SeeEvidence, k.Subject()); g != access.Own && g != access.Full {
			return ErrNotFound // figures and status are other shapes, not this document
		}
		x, err := s.Store.Current(ctx, tx, c)
		if err != nil {
			return err
		}
		out, err = s.pack(ctx, tx, k, x)
		return err
	})
	return out, err
}

func (s *Service) pack(ctx context.Context, tx txn.Read, k casework.Case, x Session) (Evidence, error) {
	c, events, batches, err := s.measure(ctx, tx, x)
	if err != nil {
		return Evidence{}, err
	}
	camera, err := s.exception(ctx, tx, k, x)
	if err != nil {
		return Evidence{}, err
	}
	facts := factsOf(x, c, events)
	where, err := s.elsewhere(ctx, tx, k, Physician)
	if err != nil {
		return Evidence{}, err
	}
	word, err := s.attested(ctx, tx, x.ID)
	if err != nil {
		return Evidence{}, err
	}
	if word != nil {
		where.Tool = word.Tool // what was said then, whatever the booking says today
	}
	if where.Tool != "" {
		facts = attestedFacts(x, word)
	}
	if s.Background != nil {
		more, err := s.Background.Facts(ctx, tx, k)
		if err != nil {
			return Evidence{}, err
		}
		maps.Copy(facts, more)
	}
	about := AboutRules{Version: s.Rules.Version, Source: s.Rules.Source, Binding: k.Type.Statutory()}
	if s.Gates != nil {
		if about.Gate, err = s.Gates.Gate(ctx, tx, k.ID); err != nil {
			return Evidence{}, err
		}
	}
	if s.Modes != nil {
		if about.Mode, err = s.Modes.Mode(ctx, tx, k.ID); err != nil {
			return Evidence{}, err
		}
	}
	var slot Slot
	if got, err := s.Times.Slot(ctx, tx, k.ID); err == nil {
		slot = got // gone after an abort: then nothing is planned
	}
	doc := Evidence{
		Schema: Schema, Issued: tx.Now(),
		Session: AboutSession{
			Room: x.ID, Case: k.ID, Type: string(k.Type), Statutory: k.Type.Statutory(), Company: k.Company, Workplace: k.Workplace,
			Worker: k.Employee, Physician: x.Physician, Planned: Planned{slot.From, slot.To},
			Opened: instant(x.OpenedAt), Ended: instant(x.EndedAt), Outcome: x.Outcome, Ending: x.Ending,
			Line: lineSaid(x.Line), Camera: cameraSaid(camera), Tool: where.Tool, Attested: word,
		},
		Checklist:  []CheckItem{},
		Continuity: c,
		Rules:      about,
		Conditions: []Judged{},
		Events:     []Seen{},
		Statistics: statistics(batches),
	}
	for _, i := range items {
		item := CheckItem{Item: i.name, Done: i.done(x.Checklist)}
		if i.name == "identity" {
			item.Way = x.Checklist.Identity
		}
		doc.Checklist = append(doc.Checklist, item)
	}
	ja, en := lang.With(ctx, lang.JA), lang.With(ctx, lang.EN)
	for _, j := range s.Rules.Judge(facts) {
		code := "room.reason." + j.Reason
		judged := Judged{Condition: j, Why: Words{lang.Code(ja, code), lang.Code(en, code)}}
		judged.Title.JA, judged.Title.EN = s.Rules.Title(j.ID)
		doc.Conditions = append(doc.Conditions, judged)
	}
	for _, e := range events {
		doc.Events = append(doc.Events, Seen{At: e.At, Source: e.Source, Side: e.Side, Kind: e.Kind, Detail: e.Data})
	}
	return doc, nil
}

func statistics(batches []Batch) Statistics {
	out := Statistics{}
	sum := sha256.New()
	for _, b := range batches {
		switch b.Side {
		case Worker:
			out.Worker += len(b.Samples)
		case Physician:
			out.Physician += len(b.Samples)
		}
		if raw, err := json.Marshal(b); err == nil {
			sum.Write(raw)
			sum.Write([]byte{'\n'})
		}
	}
	out.Digest = hex.EncodeToString(sum.Sum(nil))
	return out
}

// lineSaid is the decision about the line without the physician's words.
func lineSaid(w LineWord) *LineWord {
	if w.Choice == "" {
		return nil
	}
	w.Note = ""
	return &w
}

func cameraSaid(x CameraException) *CameraException {
	if x == (CameraException{}) {
		return nil
	}
	return &x
}
