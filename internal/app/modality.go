package app

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/gate"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/modality"
	"mendan/internal/modality/modalitydata"
	"mendan/internal/modality/modalitydb"
	"mendan/internal/modality/modalityweb"
	"mendan/internal/notify"
	"mendan/internal/readiness"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// buildModality puts together what decides between online and in person.
func (s *services) buildModality() error {
	rules, err := modalitydata.Load()
	if err != nil {
		return err
	}
	s.modes = modality.NewService(modality.Parts{
		Txns: s.db, Store: modalitydb.New(), Cases: s.cases, People: s.people, Sources: modeSources{s}, Times: bookedTimes{s}, News: modeNews{s}, Rules: rules,
	})
	s.cases.Listen(s.modes.Moved)
	s.readiness.Listen(s.modes.Changed)
	s.checker.Listen(s.modes.Changed)
	return nil
}

// modeSources gather what the table asks from the areas that know it. What is
// not known is left out, which never loosens.
type modeSources struct{ s *services }

func (m modeSources) Facts(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) (modality.Said, error) {
	out := modality.Said{}
	for _, add := range []func(context.Context, txn.Read, casework.Case, time.Time, modality.Said) error{m.programme, m.people, m.answers, m.place, m.line, m.crisis} {
		if err := add(ctx, tx, c, at, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// programme is what the workplace has prepared, from where the launch gate
// takes it, for the day of the interview.
func (m modeSources) programme(ctx context.Context, tx txn.Read, c casework.Case, at time.Time, out modality.Said) error {
	w, err := m.s.people.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return err
	}
	day := civil.DateOf(at, w.Location())
	known := gate.Facts{}
	for _, src := range []gate.Source{governanceGate(m), emergencyGate(m)} {
		got, err := src.GateFacts(ctx, tx, w, c.Type, day)
		if err != nil {
			return err
		}
		maps.Copy(known, got)
	}
	for _, name := range []string{"deliberated", "announced", "emergency_plan"} {
		f := known[name]
		out[name] = strconv.FormatBool(f.Yes && !f.From.After(day) && (f.Until.IsZero() || !f.Until.Before(day)))
	}
	if out["emergency_plan"] == "true" {
		until := known["emergency_plan"].Until
		if until.IsZero() {
			until = day
		}
		out["plan_until"] = until.String()
	}
	return nil
}

// people tells how physician and worker know each other. Before anything is
// booked any physician of the workplace may be chosen: the nearest one counts.
func (m modeSources) people(ctx context.Context, tx txn.Read, c casework.Case, at time.Time, out modality.Said) error {
	w, err := m.s.people.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return err
	}
	day := civil.DateOf(at, w.Location())
	appointed, err := m.s.people.Appointments(ctx, tx, c.Workplace, day)
	if err != nil {
		return err
	}
	earlier, err := m.s.cases.ListByEmployee(ctx, tx, c.Employee)
	if err != nil {
		return err
	}
	met, inPerson, most := false, false, 0
	for _, a := range appointed {
		if c.Physician != "" && a.Physician != c.Physician {
			continue
		}
		var last civil.Date
		for _, k := range earlier {
			if k.ID == c.ID || k.Physician != a.Physician || k.HeldAt.IsZero() {
				continue
			}
			met, inPerson = true, inPerson || k.Mode == casework.InPerson
			if d := civil.DateOf(k.HeldAt, w.Location()); d.After(last) {
				last = d
			}
		}
		most = max(most, len(a.Relations(day, last)))
	}
	out["first_meeting"], out["seen_in_person"], out["relations"] = strconv.FormatBool(!met), strconv.FormatBool(inPerson), strconv.Itoa(min(most, 4))
	return nil
}

// answers are the alerts that the worker's own answers raised. They stay with
// physician and health staff.
func (m modeSources) answers(ctx context.Context, tx txn.Read, c casework.Case, _ time.Time, out modality.Said) error {
	alerts, err := m.s.questionnaires.AlertsOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		switch a.Rule {
		case "AL-2":
			out["suicidality"] = "E1"
		case "AL-1":
			if out["suicidality"] == "" {
				out["suicidality"] = "E0"
			}
		case "AL-3":
			out["physical_complaint"] = "true"
		case "AL-6":
			out["dispute"] = "true"
		}
	}
	return nil
}

// place is what both sides said about where they talk and with what.
func (m modeSources) place(ctx context.Context, tx txn.Read, c casework.Case, _ time.Time, out modality.Said) error {
	f, err := m.s.readiness.Facts(ctx, tx, c)
	if err != nil {
		return err
	}
	out["location_confirmed"], out["phone_confirmed"] = strconv.FormatBool(f.Address), strconv.FormatBool(f.Contact)
	out["device_failures"] = strconv.Itoa(min(f.Failures, 99))
	places := map[readiness.Answer]string{readiness.Yes: "PRIVATE", readiness.No: "NONE"}
	rooms := map[readiness.RequestState]string{readiness.RequestOpen: "ASKED", readiness.RequestArranged: "ARRANGED", readiness.RequestNotFound: "CANNOT"}
	operate := map[readiness.Answer]string{readiness.Yes: "FINE", readiness.Help: "WITH_SUPPORT", readiness.No: "CANNOT"}
	for name, value := range map[string]string{
		"worker_place": places[f.WorkerPlace], "physician_place": places[f.PhysicianPlace], "employer_room": rooms[f.Room], "operation": operate[f.Operate],
	} {
		if value != "" {
			out[name] = value
		}
	}
	if f.Overheard == readiness.Yes {
		out["overheard_risk"] = "true"
		delete(out, "worker_place") // a place where somebody might overhear is none
	}
	if f.Abroad == readiness.Yes {
		out["abroad"] = "true"
	}
	return nil
}

// line counts the sessions in a row, newest first, whose line the physician
// found too poor to go on with, or in which it failed and nothing was decided.
func (m modeSources) line(ctx context.Context, tx txn.Read, c casework.Case, _ time.Time, out modality.Said) error {
	cases, err := m.s.cases.ListByEmployee(ctx, tx, c.Employee)
	if err != nil {
		return err
	}
	n := 0
	for _, k := range cases { // newest first
		failed, session, err := m.s.rooms.LineFailed(ctx, tx, k.ID)
		if err != nil {
			return err
		}
		if session == 0 {
			continue
		}
		n += failed
		if failed < session {
			break
		}
	}
	out["quality_problems"] = strconv.Itoa(min(n, 99))
	return nil
}

// bookedTimes knows for when a case is booked.
type bookedTimes struct{ s *services }

func (b bookedTimes) BookedAt(ctx context.Context, tx txn.Read, c id.Case) (time.Time, error) {
	got, err := b.s.bookings.Standing(ctx, tx, c)
	return got.From, err
}

// modeNews leads people to their pages; a mail says only that there is
// something to look at.
type modeNews struct{ s *services }

func (n modeNews) Turned(ctx context.Context, tx txn.Write, c casework.Case) error {
	if err := n.s.tasks.Open(ctx, tx, notify.Task{Kind: notify.MeetInPerson, Subject: string(c.ID)}); err != nil {
		return err
	}
	if err := n.worker(ctx, tx, c); err != nil {
		return err
	}
	return n.Asked(ctx, tx, c, []id.Physician{c.Physician})
}

func (n modeNews) Opened(ctx context.Context, tx txn.Write, c casework.Case) error {
	return n.worker(ctx, tx, c)
}

func (n modeNews) Asked(ctx context.Context, tx txn.Write, c casework.Case, physicians []id.Physician) error {
	for _, p := range physicians {
		a, err := n.s.accounts.OfPhysician(ctx, tx, p)
		if missing(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := n.send(ctx, tx, a.ID, "/physician/cases/"+string(c.ID)+"/mode", c.ID); err != nil {
			return err
		}
	}
	return nil
}

func (n modeNews) worker(ctx context.Context, tx txn.Write, c casework.Case) error {
	a, err := n.s.accounts.OfEmployee(ctx, tx, c.Employee)
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return n.send(ctx, tx, a.ID, "/interviews/"+string(c.ID)+"/mode", c.ID)
}

func (n modeNews) send(ctx context.Context, tx txn.Write, to id.Account, path string, c id.Case) error {
	return n.s.notices.Send(ctx, tx, notify.Notice{Kind: notify.TaskAssigned, To: to, Path: path, Subject: string(c)})
}

// modeHead is whom a physician's page is about.
func (s *services) modeHead(ctx context.Context, who actor.Actor, c id.Case) (modalityweb.Head, error) {
	var out modalityweb.Head
	err := s.db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		w, err := s.people.Workplace(ctx, tx, k.Workplace)
		if err != nil {
			return err
		}
		about := k.Subject()
		if about.Appointed, err = s.people.Appointed(ctx, tx, k.Workplace, directory.Today(tx, w)); err != nil {
			return err
		}
		if err := access.Check(who, access.SeeMode, about); err != nil {
			return err
		}
		e, err := s.people.Employee(ctx, tx, k.Employee)
		if err != nil {
			return err
		}
		firm, err := s.people.Company(ctx, tx, k.Company)
		if err != nil {
			return err
		}
		out = modalityweb.Head{Worker: e.Name.Full(), Company: firm.Name + " " + w.Name}
		return nil
	})
	return out, err
}

// employersMode is what HR may read on a case's page: the same words whichever
// row about a person applies.
func (s *services) employersMode(ctx context.Context, tx txn.Read, c casework.Case) (string, error) {
	if !c.HeldAt.IsZero() || c.State.Over() {
		return "", nil
	}
	list, err := s.modes.Employer(ctx, tx, c)
	if errors.Is(err, modality.ErrNoTable) {
		return "", nil
	}
	var out []string
	for _, t := range list {
		out = append(out, lang.In(lang.From(ctx), t.JA, t.EN))
	}
	return strings.Join(out, "\n"), err
}

// modeState is where a case stands for its physician, in a few words.
func (s *services) modeState(ctx context.Context, tx txn.Read, c casework.Case) (string, error) {
	st, err := s.modes.Now(ctx, tx, c)
	if errors.Is(err, modality.ErrNoTable) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	m := st.Decision.Outcome.Meaning()
	return lang.In(lang.From(ctx), m.JA, m.EN), nil
}

// turned tells whether a case is booked online and online is closed.
func (s *services) turned(ctx context.Context, tx txn.Read, c casework.Case) (bool, error) {
	if c.State != casework.Booked || c.Mode != casework.Online {
		return false, nil
	}
	st, err := s.modes.Now(ctx, tx, c)
	if errors.Is(err, modality.ErrNoTable) {
		return true, nil
	}
	return err == nil && !st.MayOnline(), err
}

// modeSaid gives the evidence of an interview what was decided about its mode.
type modeSaid struct{ s *services }

func (m modeSaid) Mode(ctx context.Context, tx txn.Read, c id.Case) (*room.ModeSaid, error) {
	k, err := m.s.modes.Kept(ctx, tx, c)
	if errors.Is(err, modality.ErrNone) {
		return nil, nil //nolint:nilnil // nothing was decided: the evidence says nothing
	}
	if err != nil {
		return nil, err
	}
	return &room.ModeSaid{
		At: k.Record.At, Moment: string(k.Record.Moment), Version: k.Record.Version, Outcome: string(k.Record.Outcome),
		Online: k.Record.MayOnline, Rows: append([]string{}, k.Rows...), Withheld: k.Withheld,
	}, nil
}
