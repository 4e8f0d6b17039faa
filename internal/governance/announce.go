package governance

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// RulesPath is where workers read the rule: what mails, banner and poster lead to.
const RulesPath = "/rules"

// atOnce is how many workers are told in one act: acts stay short.
const atOnce = 25

// Announce tells every worker of the workplace of a version: the act notes the
// notice, the mails follow at once. The text is the newest notice text.
//
// Errors: ErrNone (also when there is no notice text yet), ErrAnnounced, access faults.
func (s *Service) Announce(ctx context.Context, who actor.Actor, w id.Workplace, rule id.Rule) (id.Announcement, error) {
	return s.announce(ctx, who, w, rule, true, civil.Date{}, "")
}

// AnnounceElsewhere records that the workers were told in another way on a day
// that is not in the future: a posting, paper, the company's own intranet.
// Everybody employed on that day counts as told; reading is acknowledged here
// or on paper.
//
// Errors: an Invalid fault; ErrToldFuture, ErrNone, ErrAnnounced, access faults.
func (s *Service) AnnounceElsewhere(ctx context.Context, who actor.Actor, w id.Workplace, rule id.Rule, on civil.Date, how string) (id.Announcement, error) {
	var f fault.Fields
	if on.IsZero() {
		f.Add("told", "governance.day_needed")
	}
	if how == "" {
		f.Add("how", "form.required")
	}
	if err := f.Err(); err != nil {
		return "", err
	}
	return s.announce(ctx, who, w, rule, false, on, how)
}

func (s *Service) announce(ctx context.Context, who actor.Actor, w id.Workplace, rule id.Rule, here bool, on civil.Date, how string) (id.Announcement, error) {
	var out id.Announcement
	err := s.write(ctx, who, "announce", w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		today := directory.Today(tx, w)
		if here {
			on = today
		} else if on.After(today) {
			return ErrToldFuture
		}
		rules, err := s.Store.Rules(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		a := Announcement{ID: id.New[id.Announcement](), Company: w.Company, Workplace: w.ID, On: on, Here: here, How: how, At: tx.Now(), By: who.Account}
		for _, r := range rules {
			if r.ID == rule {
				a.Rule, a.Number = r.ID, r.Number
				if on.Before(r.DecidedOn) {
					return ErrToldFuture
				}
			}
		}
		if a.Rule == "" {
			return ErrNone
		}
		text, err := s.Store.Document(ctx, tx, w.ID, NoticeText, 0)
		if err != nil && (here || fault.KindOf(err) != fault.NotFound) {
			return err
		}
		a.Text = text.Sections
		tx.Touch(string(a.ID), "")
		if err := s.Store.InsertAnnouncement(ctx, tx, a); err != nil {
			return err
		}
		out = a.ID
		return s.Later.Enqueue(ctx, tx, jobs.Job{Kind: jobTell, Subject: string(a.ID), Unique: "tell:" + string(a.ID)})
	})
	return out, err
}

// The kinds of jobs of this area.
const (
	jobTell  = "governance.tell"
	jobDaily = "governance.daily"
)

// Handlers are the jobs: telling after a notice; and once a day who joined, and
// reminders.
func (s *Service) Handlers(giveUp func(ctx context.Context, job jobs.Job, last error) error) []jobs.Handler {
	return []jobs.Handler{
		{
			Kind: jobTell, Limit: 10 * time.Minute, Tries: 10, Backoff: jobs.Doubling(time.Minute, time.Hour), GiveUp: giveUp,
			Work: func(ctx context.Context, j jobs.Job) error {
				a, err := id.Parse[id.Announcement](j.Subject)
				if err != nil {
					return err
				}
				return s.Tell(ctx, a)
			},
		},
		jobs.Every(jobDaily, 24*time.Hour, 10*time.Minute, s.Daily, giveUp),
	}
}

// duty is who tells and reminds.
var duty = actor.System("governance.tell")

// Tell tells those workers of an announcement's workplace who have not been
// told yet: all at first, later those who joined. Safe to run twice.
func (s *Service) Tell(ctx context.Context, announcement id.Announcement) error {
	var a Announcement
	var rest []directory.Employee
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		if a, err = s.Store.Announcement(ctx, tx, announcement); err != nil {
			return err
		}
		rest, err = s.untold(ctx, tx, a)
		return err
	})
	if err != nil {
		return err
	}
	for len(rest) > 0 {
		n := min(len(rest), atOnce)
		if err := s.tell(ctx, a, rest[:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// untold are the workers employed today who have no row for the announcement.
func (s *Service) untold(ctx context.Context, tx txn.Read, a Announcement) ([]directory.Employee, error) {
	w, err := s.People.Workplace(ctx, tx, a.Workplace)
	if err != nil {
		return nil, err
	}
	told, err := s.Store.Told(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	have := map[id.Employee]bool{}
	for _, t := range told {
		have[t.Employee] = true
	}
	var out []directory.Employee
	err = s.everybody(ctx, tx, w, func(e directory.Employee) {
		if !have[e.ID] {
			out = append(out, e)
		}
	})
	return out, err
}

// everybody walks the workers employed at the workplace today.
func (s *Service) everybody(ctx context.Context, tx txn.Read, w directory.Workplace, f func(e directory.Employee)) error {
	today := directory.Today(tx, w)
	for page := (directory.Page{Limit: 500}); ; {
		list, err := s.People.People(ctx, tx, w.ID, page)
		if err != nil {
			return err
		}
		for _, e := range list {
			if e.EmployedOn(today) {
				f(e)
			}
		}
		if len(list) < page.Size() {
			return nil
		}
		page.After = directory.CursorOf(list[len(list)-1])
	}
}

func (s *Service) tell(ctx context.Context, a Announcement, people []directory.Employee) error {
	return s.Txns.Write(ctx, duty, "governance.tell", func(ctx context.Context, tx txn.Write) error {
		tx.Touch(string(a.ID), "")
		w, err := s.People.Workplace(ctx, tx, a.Workplace)
		if err != nil {
			return err
		}
		for _, e := range people {
			if _, err := s.Store.ToldOne(ctx, tx, a.ID, e.ID); err == nil {
				continue // he has opened the page meanwhile
			} else if fault.KindOf(err) != fault.NotFound {
				return err
			}
			t := Told{Announcement: a.ID, Company: a.Company, Workplace: a.Workplace, Employee: e.ID, Way: ByElsewhere, At: tx.Now(), Joined: e.Hired.After(a.On)}
			if !a.Here && !t.Joined {
				t.At = a.On.At(9*60, w.Location())
			} else if t.Way, err = s.mail(ctx, tx, e.ID, notify.RuleNotice, a); err != nil {
				return err
			}
			if err := s.Store.PutTold(ctx, tx, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// mail sends the worker to /rules, when he has an account.
func (s *Service) mail(ctx context.Context, tx txn.Write, e id.Employee, k notify.Kind, a Announcement) (Way, error) {
	account, err := s.Accounts.AccountOfEmployee(ctx, tx, e)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return ByPoster, nil
	}
	if err != nil {
		return "", err
	}
	return ByMail, s.Notices.Send(ctx, tx, notify.Notice{Kind: k, To: account, Path: RulesPath, Subject: string(a.ID)})
}

// Daily tells who joined and reminds who has not read, at every workplace.
func (s *Service) Daily(ctx context.Context) error {
	var list []Announcement
	if err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		list, err = s.Store.LatestAnnouncements(ctx, tx)
		return err
	}); err != nil {
		return err
	}
	for _, a := range list {
		if err := s.Tell(ctx, a.ID); err != nil {
			return err
		}
		if _, err := s.remind(ctx, duty, a, false); err != nil {
			return err
		}
	}
	return nil
}

// Remind reminds everybody who has been told and has not acknowledged, at most
// once a day. It answers how many. Errors: ErrNone, ErrReminded, access faults.
func (s *Service) Remind(ctx context.Context, who actor.Actor, w id.Workplace, announcement id.Announcement) (int, error) {
	var a Announcement
	err := s.read(ctx, who, access.ManageProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) (err error) {
		if a, err = s.Store.Announcement(ctx, tx, announcement); err == nil && a.Workplace != w.ID {
			return ErrNone
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	n, err := s.remind(ctx, who, a, true)
	if err == nil && n == 0 {
		return 0, ErrReminded
	}
	return n, err
}

// remind reminds those who are due, or all of the rest; a few in each act.
func (s *Service) remind(ctx context.Context, who actor.Actor, a Announcement, all bool) (int, error) {
	var due []Told
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		w, err := s.People.Workplace(ctx, tx, a.Workplace)
		if err != nil {
			return err
		}
		today := directory.Today(tx, w)
		list, err := s.Store.Told(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		for _, t := range list {
			e, err := s.People.Employee(ctx, tx, t.Employee)
			if err != nil {
				return err
			}
			after := s.Rules.RemindDays
			if all {
				after = make([]int, t.Reminded+1) // whoever has not read, whatever the day
			}
			if e.Workplace == a.Workplace && e.EmployedOn(today) && dueReminder(t, today, w.Location(), after) {
				due = append(due, t)
			}
		}
		return nil
	})
	n := 0
	for len(due) > 0 && err == nil {
		part := due[:min(len(due), atOnce)]
		due = due[len(part):]
		sent := 0
		err = s.Txns.Write(ctx, who, "governance.remind", func(ctx context.Context, tx txn.Write) error {
			tx.Touch(string(a.ID), "")
			sent = 0
			for _, t := range part {
				t, err := s.Store.ToldOne(ctx, tx, a.ID, t.Employee)
				if err != nil {
					return err
				}
				if !t.ReadAt.IsZero() {
					continue
				}
				way, err := s.mail(ctx, tx, t.Employee, notify.RuleReminder, a)
				if err != nil {
					return err
				}
				if way == ByPoster {
					continue
				}
				t.Reminded, t.RemindedAt = t.Reminded+1, tx.Now()
				if err := s.Store.PutTold(ctx, tx, t); err != nil {
					return err
				}
				sent++
			}
			return nil
		})
		n += sent
	}
	return n, err
}
