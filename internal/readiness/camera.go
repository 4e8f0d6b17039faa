package readiness

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// CameraReason is why a worker asks to leave the camera off, as a code of the
// table (texts/camera.json).
type CameraReason struct {
	Reason string `json:"reason"`
	Name   Says   `json:"name"`
}

// CameraTable is the table of reasons.
type CameraTable struct {
	Version int            `json:"version"`
	Source  string         `json:"source"`
	Reasons []CameraReason `json:"reasons"`
}

// ParseCamera reads the table. Errors name what is wrong.
func ParseCamera(name string, text []byte) (CameraTable, error) {
	var t CameraTable
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return CameraTable{}, fmt.Errorf("%s: not readable: %w", name, err)
	}
	var faults []string
	if t.Version < 1 || t.Source == "" || len(t.Reasons) == 0 {
		faults = append(faults, name+": version, source and reasons are needed")
	}
	seen := map[string]bool{}
	for _, r := range t.Reasons {
		if r.Reason == "" || seen[r.Reason] || r.Name.JA == "" || r.Name.EN == "" {
			faults = append(faults, fmt.Sprintf("%s: %q: is there twice or lacks a name", name, r.Reason))
		}
		seen[r.Reason] = true
	}
	if len(faults) > 0 {
		return CameraTable{}, errors.New(strings.Join(faults, "\n"))
	}
	return t, nil
}

// Name is what a reason is called; empty for none.
func (t CameraTable) Name(reason string) Says {
	for _, r := range t.Reasons {
		if r.Reason == reason {
			return r.Name
		}
	}
	return Says{}
}

// CameraDecision is what the physician decided.
type CameraDecision string

// The decisions.
const (
	CameraOpen    CameraDecision = ""        // not decided
	CameraAllowed CameraDecision = "ALLOWED" // the worker's camera may be off
	CameraTalk    CameraDecision = "TALK"    // to be talked over at the beginning of the interview
)

// Camera is the wish of a worker to leave his camera off, and the physician's word.
//
// Source: online-guidance.md section 3 item 2.
type Camera struct {
	private.Mark

	Case      id.Case
	Company   id.Company
	Employee  id.Employee
	Reason    string // a code; UNSAID is one
	Note      string // free words for the physician alone
	AskedAt   time.Time
	Decision  CameraDecision
	Answer    string // of the physician, for the worker
	DecidedBy id.Physician
	DecidedAt time.Time
}

// Allowed tells whether the worker's camera may be off.
func (c Camera) Allowed() bool { return c.Decision == CameraAllowed }

// CameraInput is what a worker asks for.
type CameraInput struct {
	Case   id.Case
	Reason string
	Note   string
}

// CameraSheet is the page, for both sides.
type CameraSheet struct {
	Case      casework.Case
	Camera    Camera // zero: not asked
	Statutory bool   // without picture it cannot be completed as what it is
	Open      bool
}

// CameraOf reads the wish for the worker himself, his physician and the health
// staff. Errors: access faults, casework.ErrNotFound.
func (s *Service) CameraOf(ctx context.Context, who actor.Actor, c id.Case) (CameraSheet, error) {
	var out CameraSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.SeePlace, c)
		if err != nil {
			return err
		}
		got, err := s.CameraException(ctx, tx, c)
		out = CameraSheet{Case: k, Camera: got, Statutory: k.Type.Statutory(), Open: !facts{Case: k}.begun()}
		return err
	})
	return out, err
}

// CameraException is the wish of a case in another area's act; zero when nothing was asked.
func (s *Service) CameraException(ctx context.Context, tx txn.Read, c id.Case) (Camera, error) {
	got, err := s.Store.Camera(ctx, tx, c)
	if errors.Is(err, ErrNone) {
		return Camera{}, nil
	}
	return got, err
}

// AskCamera keeps the wish. Asking anew takes an earlier decision back.
// Errors: an Invalid fault about reason, note; ErrClosed, ErrNotNeeded; access faults, casework.ErrNotFound.
func (s *Service) AskCamera(ctx context.Context, who actor.Actor, in CameraInput) error {
	var f fault.Fields
	if !slices.ContainsFunc(s.Camera.Reasons, func(r CameraReason) bool { return r.Reason == in.Reason }) {
		f.Add("reason", "form.choose")
	}
	if utf8.RuneCountInString(in.Note) > noteLength {
		f.Add("note", "form.too_long", noteLength)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.ask_camera", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, in.Case)
		if err != nil {
			return err
		}
		if !f.online() {
			return ErrNotNeeded
		}
		tx.Touch(string(f.Case.ID), "camera")
		return s.Store.PutCamera(ctx, tx, Camera{
			Case: f.Case.ID, Company: f.Case.Company, Employee: f.Case.Employee, Reason: in.Reason,
			Note: strings.TrimSpace(in.Note), AskedAt: tx.Now(),
		})
	})
}

// WithdrawCamera takes the wish back. Errors: ErrClosed; access faults, casework.ErrNotFound.
func (s *Service) WithdrawCamera(ctx context.Context, who actor.Actor, c id.Case) error {
	return s.Txns.Write(ctx, who, "readiness.withdraw_camera", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		tx.Touch(string(f.Case.ID), "camera withdrawn")
		return s.Store.DeleteCamera(ctx, tx, c)
	})
}

// DecideCamera is the physician's word. Errors: an Invalid fault about
// decision, answer; ErrNone, ErrClosed; access faults, casework.ErrNotFound.
func (s *Service) DecideCamera(ctx context.Context, who actor.Actor, c id.Case, d CameraDecision, answer string) error {
	var f fault.Fields
	if d != CameraAllowed && d != CameraTalk {
		f.Add("decision", "form.choose")
	}
	if utf8.RuneCountInString(answer) > noteLength {
		f.Add("answer", "form.too_long", noteLength)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.decide_camera", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DecideCamera, c)
		if err != nil {
			return err
		}
		got, err := s.Store.Camera(ctx, tx, c)
		if err != nil {
			return err
		}
		got.Decision, got.Answer, got.DecidedBy, got.DecidedAt = d, strings.TrimSpace(answer), who.Physician, tx.Now()
		tx.Touch(string(c), "camera "+string(d))
		if err := s.Store.PutCamera(ctx, tx, got); err != nil {
			return err
		}
		return s.Rooms.Decided(ctx, tx, f.Case)
	})
}
