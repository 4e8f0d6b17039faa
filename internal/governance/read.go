package governance

import (
	"context"
	"slices"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Mine is what a worker reads at /rules: the rule of his own workplace.
type Mine struct {
	Place   directory.Workplace
	Company string
	Today   civil.Date
	Rule    Rule // to read: the one that was announced last and is in force or about to be; zero: none
	InForce bool // today already
	Current Rule // in force today when another is to be read; zero: none
	Notice  []Section
	Told    civil.Date
	Changed []string // headings that changed since the version before; nil for the first
	ReadOn  civil.Date
	Posting Document       // duties of the physician, how to consult, handling of information; zero: none
	Minutes []Deliberation // outlines made known to workers, latest first
	reading id.Announcement
}

// ToRead tells whether there is something to acknowledge.
func (m Mine) ToRead() bool { return m.reading != "" && m.ReadOn.IsZero() }

// Mine reads it for the worker who asks. A workplace without rule gives an
// empty one. Errors: access.ErrHidden.
func (s *Service) Mine(ctx context.Context, who actor.Actor) (Mine, error) {
	var out Mine
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		out, err = s.mine(ctx, tx, who, access.ReadRule)
		return err
	})
	return out, err
}

func (s *Service) mine(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action) (Mine, error) {
	if who.Employee == "" {
		return Mine{}, access.ErrHidden
	}
	e, err := s.People.Employee(ctx, tx, who.Employee)
	if err != nil {
		return Mine{}, err
	}
	if err := access.Check(who, a, e.Subject()); err != nil {
		return Mine{}, err
	}
	w, err := s.People.Workplace(ctx, tx, e.Workplace)
	if err != nil {
		return Mine{}, err
	}
	c, err := s.People.Company(ctx, tx, e.Company)
	if err != nil {
		return Mine{}, err
	}
	m := Mine{Place: w, Company: c.Name, Today: directory.Today(tx, w)}
	if m.Posting, err = s.Store.Document(ctx, tx, w.ID, PostingText, 0); err != nil && fault.KindOf(err) != fault.NotFound {
		return m, err
	}
	meetings, err := s.Store.Deliberations(ctx, tx, w.ID)
	if err != nil {
		return m, err
	}
	for _, d := range meetings {
		if !d.Published.IsZero() {
			m.Minutes = append(m.Minutes, d)
		}
	}
	return m, s.reading(ctx, tx, who, &m)
}

// reading finds which version the worker is to read, and whether he has.
func (s *Service) reading(ctx context.Context, tx txn.Read, who actor.Actor, m *Mine) error {
	rules, err := s.Store.Rules(ctx, tx, m.Place.ID)
	if err != nil {
		return err
	}
	list, err := s.Store.Announcements(ctx, tx, m.Place.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	a := list[len(list)-1]
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == a.Rule })
	if i < 0 {
		return nil
	}
	m.Rule, m.Notice, m.Told, m.reading = rules[i], a.Text, a.On, a.ID
	current, in := InForce(rules, m.Today)
	switch {
	case in && current.Number >= m.Rule.Number:
		// Versions after the announced one changed nothing for workers: the one in force is the one to read.
		if _, told := announcedFor(rules, list, current, m.Today); told {
			m.Rule = current
		}
		m.InForce = true
	case in:
		m.Current = current
	}
	if m.Rule.Number > 1 {
		m.Changed = m.Rule.ForWorkers
	}
	t, err := s.Store.ToldOne(ctx, tx, a.ID, who.Employee)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return nil
	}
	m.ReadOn = day(t.ReadAt, m.Place)
	return err
}

// Acknowledge notes that the worker has read the version that was on the
// screen. A second time changes nothing.
//
// Errors: ErrOldRule when another one is to be read by now, ErrNotTold, access faults.
func (s *Service) Acknowledge(ctx context.Context, who actor.Actor, rule id.Rule) error {
	return s.Txns.Write(ctx, who, "governance.acknowledge", func(ctx context.Context, tx txn.Write) error {
		m, err := s.mine(ctx, tx, who, access.AcknowledgeRule)
		switch {
		case err != nil:
			return err
		case m.reading == "":
			return ErrNotTold
		case m.Rule.ID != rule:
			return ErrOldRule
		case !m.ReadOn.IsZero():
			return nil
		}
		t, err := s.Store.ToldOne(ctx, tx, m.reading, who.Employee)
		if fault.KindOf(err) == fault.NotFound && err != nil {
			t = Told{Announcement: m.reading, Company: m.Place.Company, Workplace: m.Place.ID, Employee: who.Employee, Way: ByPage, At: tx.Now()}
		} else if err != nil {
			return err
		}
		t.ReadAt = tx.Now()
		tx.Touch(string(m.reading), "read")
		return s.Store.PutTold(ctx, tx, t)
	})
}

// Banner tells whether the worker has a rule to read: for the page he begins
// the day with. Nobody's fault: errors of permission are no banner.
func (s *Service) Banner(ctx context.Context, tx txn.Read, who actor.Actor) (bool, error) {
	m, err := s.mine(ctx, tx, who, access.ReadRule)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return false, nil
	}
	return m.ToRead(), err
}

// SignedOnPaper records that workers have acknowledged by signature on a day:
// for those who cannot open the page. numbers are employee numbers.
//
// Errors: an Invalid fault naming numbers nobody has; ErrToldFuture, ErrNone, access faults.
func (s *Service) SignedOnPaper(ctx context.Context, who actor.Actor, w id.Workplace, announcement id.Announcement, people []id.Employee, on civil.Date) error {
	if on.IsZero() {
		var f fault.Fields
		f.Add("signed", "governance.day_needed")
		return f.Err()
	}
	return s.write(ctx, who, "signed", w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		a, err := s.Store.Announcement(ctx, tx, announcement)
		if err != nil {
			return err
		}
		if a.Workplace != w.ID {
			return ErrNone
		}
		if on.After(directory.Today(tx, w)) || on.Before(a.On) {
			return ErrToldFuture
		}
		tx.Touch(string(a.ID), "signed")
		for _, e := range people {
			t, err := s.Store.ToldOne(ctx, tx, a.ID, e)
			if err != nil {
				return err
			}
			if !t.ReadAt.IsZero() {
				continue
			}
			t.ReadAt, t.OnPaper = on.At(12*60, w.Location()), true
			if err := s.Store.PutTold(ctx, tx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// ProofLine is one worker on the proof list.
type ProofLine struct {
	Told
	Number     string
	Name       string
	Department string
	Left       bool // not employed at the workplace any more
}

// Proof is who was told when and how, and who has read when.
type Proof struct {
	Place        directory.Workplace
	Rule         Rule
	Announcement Announcement
	Lines        []ProofLine // by employee number
	Untold       int         // employed and not told yet: the job is under way
	Share        Share
}

// ProofOf reads the list of an announcement. Errors: ErrNone, access faults.
func (s *Service) ProofOf(ctx context.Context, who actor.Actor, w id.Workplace, announcement id.Announcement) (Proof, error) {
	var out Proof
	err := s.read(ctx, who, access.SeeAcknowledged, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) error {
		a, err := s.Store.Announcement(ctx, tx, announcement)
		if err != nil {
			return err
		}
		if a.Workplace != w.ID {
			return ErrNone
		}
		p := Proof{Place: w, Announcement: a}
		rules, err := s.Store.Rules(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		for _, r := range rules {
			if r.ID == a.Rule {
				p.Rule = r
			}
		}
		told, err := s.Store.Told(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		today := directory.Today(tx, w)
		departments := map[id.Department]string{}
		for _, t := range told {
			e, err := s.People.Employee(ctx, tx, t.Employee)
			if err != nil {
				return err
			}
			if _, known := departments[e.Department]; !known {
				d, err := s.People.Department(ctx, tx, e.Department)
				if err != nil && fault.KindOf(err) != fault.NotFound {
					return err
				}
				departments[e.Department] = d.Name
			}
			p.Lines = append(p.Lines, ProofLine{Told: t, Number: e.Number, Name: e.Name.Full(), Department: departments[e.Department],
				Left: e.Workplace != w.ID || !e.EmployedOn(today)})
		}
		slices.SortFunc(p.Lines, func(a, b ProofLine) int {
			if a.Number < b.Number {
				return -1
			}
			return 1
		})
		rest, err := s.untold(ctx, tx, a)
		if err != nil {
			return err
		}
		p.Untold = len(rest)
		p.Share, err = s.Store.Share(ctx, tx, a.ID)
		out = p
		return err
	})
	return out, err
}
