package emergency

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Disclosure is something about a worker told to somebody, and why that was
// allowed. Disclosures are only ever added.
//
// Source: emergency.md section 6.
type Disclosure struct {
	private.Mark

	ID            id.Disclosure
	Company       id.Company
	Alarm         id.Alarm
	Employee      id.Employee
	Ground        Ground
	DecidedBy     id.Account // the physician; the platform's plan when empty
	DecidedAt     time.Time
	Recipient     string // a name: 港消防署, 木村 亮
	RecipientKind string // a Role, or FIRE, POLICE, HOSPITAL, FAMILY, OTHER
	Data          []Datum
	Channel       string // PORTAL, PHONE, IN_PERSON
	Reason        string // in words; empty when the plan decided
	InformedAt    time.Time
}

// Note is what the physician writes for himself about an emergency.
type Note struct {
	private.Mark

	Physician id.Physician
	Version   int
	SavedAt   time.Time
	Text      string
}

// Lift allows online interviews again after an emergency.
type Lift struct {
	Employee  id.Employee
	Company   id.Company
	Physician id.Physician
	Reason    string
	At        time.Time
}

// RecipientKinds lists who may be told beside the chain, in the order they are offered.
func RecipientKinds() []string {
	return []string{"AMBULANCE", "POLICE", "HOSPITAL", "FAMILY", string(HR), string(Manager), "OTHER"}
}

// ToldBy lists the ways in which something was said.
func ToldBy() []string { return []string{"PHONE", "IN_PERSON", "MAIL"} }

// DisclosureInput is what the physician says he told somebody.
type DisclosureInput struct {
	Alarm         id.Alarm
	Ground        Ground
	Recipient     string
	RecipientKind string
	Data          []Datum
	Channel       string
	Reason        string
}

const reasonLength, noteLength = 500, 20000

// Disclose notes what the physician told somebody: 119, a hospital, the family.
//
// Errors: ErrNone, access faults, form faults about ground, recipient,
// recipient_kind, data, channel, reason.
func (s *Service) Disclose(ctx context.Context, who actor.Actor, in DisclosureInput) error {
	in.Recipient, in.Reason = strings.TrimSpace(in.Recipient), strings.TrimSpace(in.Reason)
	if err := in.check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "emergency.disclose", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, in.Alarm, access.LeadEmergency)
		if err != nil {
			return err
		}
		return s.disclose(ctx, tx, a, Disclosure{
			Ground: in.Ground, DecidedBy: who.Account, Recipient: in.Recipient, RecipientKind: in.RecipientKind,
			Data: in.Data, Channel: in.Channel, Reason: in.Reason,
		})
	})
}

func (in DisclosureInput) check() error {
	var f faults
	f.choose("ground", slices.Contains(Grounds(), in.Ground))
	f.choose("recipient_kind", slices.Contains(RecipientKinds(), in.RecipientKind))
	f.choose("channel", slices.Contains(ToldBy(), in.Channel))
	f.choose("data", len(in.Data) > 0)
	for _, d := range in.Data {
		f.choose("data", slices.Contains(Data(), d))
	}
	f.text("recipient", in.Recipient, nameLength)
	f.text("reason", in.Reason, reasonLength)
	return f.Err()
}

func (s *Service) disclose(ctx context.Context, tx txn.Write, a Alarm, d Disclosure) error {
	if a.Drill {
		return nil // nobody's data are in it
	}
	d.ID, d.Company, d.Alarm, d.Employee, d.DecidedAt = id.New[id.Disclosure](), a.Company, a.ID, a.Employee, tx.Now()
	tx.Touch(string(d.ID), string(d.Ground))
	if err := s.Store.InsertDisclosure(ctx, tx, d); err != nil {
		return err
	}
	s.changed(tx, a.ID)
	return s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedDisclosed, Note: string(d.Ground), Role: Role(d.RecipientKind)})
}

// Informed notes that the worker was told what was disclosed to whom.
func (s *Service) Informed(ctx context.Context, who actor.Actor, alarm id.Alarm) error {
	return s.Txns.Write(ctx, who, "emergency.informed", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, alarm, access.LeadEmergency)
		if err != nil {
			return err
		}
		tx.Touch(string(a.ID), "worker informed")
		return s.Store.Inform(ctx, tx, a.ID, tx.Now())
	})
}

// Note reads the physician's private note. Errors: ErrNone, access faults.
func (s *Service) Note(ctx context.Context, who actor.Actor, alarm id.Alarm) (Note, error) {
	var out Note
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		a, err := s.mine(ctx, tx, who, alarm, access.WriteNotes)
		if err != nil {
			return err
		}
		out, err = s.Store.Note(ctx, tx, a.ID)
		return err
	})
	return out, err
}

// SaveNote keeps the physician's private note over the version he read.
// Errors: ErrNone, ErrStale, form.too_long, access faults.
func (s *Service) SaveNote(ctx context.Context, who actor.Actor, alarm id.Alarm, version int, text string) (Note, error) {
	var f faults
	if utf8.RuneCountInString(text) > noteLength {
		f.Add("text", "form.too_long", noteLength)
	}
	if err := f.Err(); err != nil {
		return Note{}, err
	}
	var out Note
	err := s.Txns.Write(ctx, who, "emergency.save_note", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, alarm, access.WriteNotes)
		if err != nil {
			return err
		}
		n := Note{Physician: who.Physician, Version: version, SavedAt: tx.Now(), Text: text}
		if err := s.Store.SaveNote(ctx, tx, a.ID, n); err != nil {
			return err
		}
		tx.Touch(string(a.ID), "note")
		n.Version++
		out = n
		return nil
	})
	return out, err
}

// Recent is the worker's latest real emergency after which nobody has allowed
// online interviews again; false when there is none. Its next interview is in
// person by default (emergency.md section 7.5).
func (s *Service) Recent(ctx context.Context, tx txn.Read, e id.Employee) (Alarm, bool, error) {
	list, err := s.Store.AlarmsOf(ctx, tx, e)
	if err != nil || len(list) == 0 {
		return Alarm{}, false, err
	}
	lifted, err := s.Store.Lifted(ctx, tx, e)
	if err != nil {
		return Alarm{}, false, err
	}
	for _, a := range list {
		if a.OpenedAt.After(lifted) && a.Outcome != NoDanger {
			return a, true, nil
		}
	}
	return Alarm{}, false, nil
}

// Lift allows online interviews with the worker again. Only the physician of
// the latest emergency does that. Errors: ErrNone, ErrReason, access faults.
func (s *Service) Lift(ctx context.Context, who actor.Actor, e id.Employee, reason string) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > reasonLength {
		return ErrReason
	}
	return s.Txns.Write(ctx, who, "emergency.lift", func(ctx context.Context, tx txn.Write) error {
		a, there, err := s.Recent(ctx, tx, e)
		if err != nil {
			return err
		}
		if !there {
			return ErrNone
		}
		if _, err := s.mine(ctx, tx, who, a.ID, access.WriteNotes); err != nil {
			return err
		}
		tx.Touch(string(e), "online again")
		return s.Store.InsertLift(ctx, tx, Lift{Employee: e, Company: a.Company, Physician: who.Physician, Reason: reason, At: tx.Now()})
	})
}

// Mine is what was opened and told about the worker who asks, newest first.
func (s *Service) Mine(ctx context.Context, who actor.Actor) ([]Opening, []Disclosure, error) {
	var opened []Opening
	var told []Disclosure
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		if who.Employee == "" {
			return access.ErrHidden
		}
		if opened, err = s.Store.OpeningsOf(ctx, tx, who.Employee); err != nil {
			return err
		}
		told, err = s.Store.DisclosuresOf(ctx, tx, who.Employee)
		return err
	})
	return opened, told, err
}
