package app

import (
	"context"
	"time"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencyweb"
	"mendan/internal/governance/governancedb"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/questionnaire"
	"mendan/internal/questionnaire/forms"
	"mendan/internal/txn"
)

// emergencyPages are the pages of emergencies, with what they ask of others.
func (s *services) emergencyPages() emergencyweb.Deps {
	if s.alarmHub == nil {
		s.alarmHub = emergencyweb.NewHub(s.emergencies)
	}
	return emergencyweb.Deps{
		Service: s.emergencies, Hub: s.alarmHub, Candidates: s.planCandidates, Meetings: s.planDecisions, Hotlines: s.hotlines, PushKey: s.pushKey,
	}
}

// planCandidates lists who of the company and of the provider can be named in a plan.
func (s *services) planCandidates(ctx context.Context, w id.Workplace) ([]emergencyweb.Candidate, error) {
	var out []emergencyweb.Candidate
	err := s.db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out = nil
		for _, x := range []struct {
			role actor.Role
			at   id.Workplace
			as   emergency.Role
		}{{actor.Coordinator, "", emergency.Coordinator}, {actor.HealthStaff, w, emergency.Nurse}, {actor.HROfficer, w, emergency.HR}} {
			list, err := s.accounts.Holders(ctx, tx, x.role, x.at)
			if err != nil {
				return err
			}
			for _, a := range list {
				out = append(out, emergencyweb.Candidate{Account: a.ID, Name: a.Name, Role: x.as})
			}
		}
		place, err := s.people.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		doctors, err := s.people.PhysiciansFor(ctx, tx, w, civil.DateOf(tx.Now(), place.Location()))
		if err != nil {
			return err
		}
		for _, d := range doctors {
			var a account.Account
			if a, err = s.accounts.OfPhysician(ctx, tx, d.ID); missing(err) {
				continue
			} else if err != nil {
				return err
			}
			out = append(out, emergencyweb.Candidate{Account: a.ID, Name: d.Name.Full(), Role: emergency.Doctor})
		}
		return nil
	})
	return out, err
}

// planDecisions lists the committee's meetings that can have approved a plan.
func (s *services) planDecisions(ctx context.Context, _ actor.Actor, w id.Workplace) ([]emergencyweb.Meeting, error) {
	var out []emergencyweb.Meeting
	err := s.db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out = nil
		list, err := governancedb.Store{}.Deliberations(ctx, tx, w)
		if err != nil {
			return err
		}
		for _, d := range list {
			day, err := planMeetings{}.Decided(ctx, tx, w, string(d.ID))
			if err != nil {
				continue // decided nothing, or against it
			}
			out = append(out, emergencyweb.Meeting{ID: string(d.ID), Label: lang.Date(ctx, day)})
		}
		return nil
	})
	return out, err
}

// staleAfter is how long a public number counts as compared with its source.
const staleAfter = 90

// hotlines are the public numbers of the help card, as of today.
func (s *services) hotlines(ctx context.Context) []emergencyweb.Hotline {
	library, err := forms.Load()
	if err != nil {
		return nil // cannot happen: it was loaded at the start
	}
	card, _ := library.Help.Card("life")
	today := civil.DateOf(time.Now(), home)
	var out []emergencyweb.Hotline
	for _, l := range card.Lines {
		checked, err := civil.ParseDate(l.Checked)
		if err != nil {
			continue
		}
		say := func(t questionnaire.Text) string { return lang.In(lang.From(ctx), t.JA, t.EN) }
		out = append(out, emergencyweb.Hotline{
			Name: say(l.Name), Phone: l.Number, Hours: say(l.Hours), Note: say(l.Note), Checked: checked, Stale: checked.AddDays(staleAfter).Before(today), Source: l.Source,
		})
	}
	return out
}
