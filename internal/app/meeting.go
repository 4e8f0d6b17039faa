package app

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/config"
	"mendan/internal/meeting"
	"mendan/internal/meeting/meetingapi"
	"mendan/internal/meeting/meetingdb"
	"mendan/internal/notify"
	"mendan/internal/outside"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// buildMeeting puts together the tools that workplaces name for video.
func (s *services) buildMeeting(c config.Config) error {
	key, err := meetingdb.LoadKey(filepath.Join(c.Data, "keys", "meeting.key"))
	if err != nil {
		return err
	}
	seal, err := meetingdb.NewSeal(key)
	if err != nil {
		return err
	}
	s.meetings = meeting.NewService(meeting.Parts{
		Txns: s.db, Store: meetingdb.New(seal), Cases: s.cases, Places: s.people, Bookings: s.bookings, Queue: s.jobs, People: linkMissing{s},
		Makers: meetingapi.Makers(outside.Client(outside.Options{}), time.Now, meetingapi.Addresses{}),
	})
	s.bookings.Listen(s.meetings.Booked)
	return nil
}

// linkMissing asks the physician, and of a statutory interview the employer's
// officers, for the link of a meeting.
type linkMissing struct{ s *services }

func (l linkMissing) LinkMissing(ctx context.Context, tx txn.Write, m meeting.Meeting) error {
	c, err := l.s.cases.Get(ctx, tx, m.Case)
	if err != nil {
		return err
	}
	var to []account.Account
	doctor, err := l.s.accounts.OfPhysician(ctx, tx, c.Physician)
	switch {
	case err == nil:
		to = append(to, doctor)
	case !missing(err):
		return err
	}
	if c.Type.Statutory() {
		officers, err := l.s.accounts.Holders(ctx, tx, actor.HROfficer, c.Workplace)
		if err != nil {
			return err
		}
		to = append(to, officers...)
	}
	for _, a := range to {
		if err := l.s.notices.Send(ctx, tx, notify.Notice{Kind: notify.TaskAssigned, To: a.ID, Path: "/interviews/" + string(c.ID) + "/link", Subject: string(m.Booking)}); err != nil {
			return err
		}
	}
	return nil
}

// outsideTools tells the room which tool an interview was booked under.
type outsideTools struct{ s *services }

func (o outsideTools) Elsewhere(ctx context.Context, tx txn.Read, c casework.Case, side room.Side) (room.Elsewhere, error) {
	b, err := o.s.bookings.Latest(ctx, tx, c.ID)
	if missing(err) {
		return room.Elsewhere{}, nil
	}
	if err != nil {
		return room.Elsewhere{}, err
	}
	e, err := o.s.meetings.Entry(ctx, tx, b, side == room.Worker)
	if errors.Is(err, meeting.ErrNotOutside) {
		return room.Elsewhere{}, nil
	}
	return room.Elsewhere{
		Tool: string(e.Tool), Name: e.Tool.Name(), Operator: e.Tool.Operator(), Link: string(e.Link),
		Making: e.State != meeting.Ready, From: e.Shown,
	}, err
}
