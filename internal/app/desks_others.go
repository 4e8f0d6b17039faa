package app

import (
	"context"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/desk/deskweb"
	"mendan/internal/hotlines"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/notify"
	"mendan/internal/readiness"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// listed is how many cases a desk shows; older ones are found by search.
const listed = 200

func (s *services) hrDesk(ctx context.Context, who actor.Actor) (deskweb.HRDesk, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.HRDesk, error) {
		company, err := s.people.Company(ctx, tx, who.Company)
		if err != nil {
			return deskweb.HRDesk{}, err
		}
		desk := deskweb.HRDesk{Company: company.Name, Today: civil.DateOf(tx.Now(), home)}
		for _, w := range who.Workplaces {
			cases, err := s.cases.ListForEmployer(ctx, tx, w, listed)
			if err != nil {
				return desk, err
			}
			for _, c := range cases {
				if access.Check(who, access.SeeBookingFact, c.Subject()) != nil {
					continue
				}
				line, duties, err := s.hrLine(ctx, tx, c)
				if err != nil {
					return desk, err
				}
				desk.Cases = append(desk.Cases, line)
				desk.Deadlines = append(desk.Deadlines, duties...)
			}
		}
		sortDeadlines(desk.Deadlines)
		return desk, nil
	})
}

// sortDeadlines puts what HR can act on first, then by day.
func sortDeadlines(list []deskweb.Deadline) {
	act := func(d deskweb.Deadline) bool {
		return d.Duty != deskweb.DutyHold && d.Duty != deskweb.DutyOpinion
	}
	slices.SortStableFunc(list, func(a, b deskweb.Deadline) int {
		switch {
		case act(a) != act(b):
			if act(a) {
				return -1
			}
			return 1
		case a.Due.IsZero() != b.Due.IsZero():
			if b.Due.IsZero() {
				return -1
			}
			return 1
		}
		return a.Due.Compare(b.Due)
	})
}

// hrLine is one statutory case in HR's list, with what HR has to do for it.
func (s *services) hrLine(ctx context.Context, tx txn.Read, c casework.Case) (deskweb.HRLine, []deskweb.Deadline, error) {
	e, department, err := s.employeeLine(ctx, tx, c)
	if err != nil {
		return deskweb.HRLine{}, nil, err
	}
	w, err := s.people.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return deskweb.HRLine{}, nil, err
	}
	line := deskweb.HRLine{Case: c.ID, Worker: e.Name.Full(), Number: e.Number, Department: department, Workplace: w.Name, State: c.State, Zone: w.Location()}
	b, err := s.bookings.Standing(ctx, tx, c.ID)
	switch {
	case err == nil:
		line.From = b.From
	case !missing(err):
		return line, nil, err
	}
	delivered, received, err := s.delivered(ctx, tx, c)
	if err != nil {
		return line, nil, err
	}
	var due civil.Date
	if d := casework.Running(c, delivered, w.Location()); len(d) > 0 {
		due = d[0].Due
	}
	duty := map[casework.State]deskweb.Duty{
		casework.Ready: deskweb.DutyBook, casework.Booked: deskweb.DutyHold, casework.InSession: deskweb.DutyHold,
		casework.Held: deskweb.DutyOpinion, casework.Drafting: deskweb.DutyOpinion, casework.WithWorker: deskweb.DutyOpinion,
		casework.WithEmployer: deskweb.DutyReceive, casework.WorkerHeard: deskweb.DutyMeasure,
		casework.MeasureDecided: deskweb.DutyInform, casework.NoMeasure: deskweb.DutyInform,
	}[c.State]
	if duty == deskweb.DutyReceive && received {
		duty = deskweb.DutyMeasure
	}
	var duties []deskweb.Deadline
	if c.State == casework.Waiting || c.State == casework.Ready || c.State == casework.Booked {
		given, err := s.provisions.StandingOf(ctx, tx, c)
		if err != nil {
			return line, nil, err
		}
		if given.Asked && !given.Given {
			duties = append(duties, deskweb.Deadline{Case: c.ID, Duty: deskweb.DutyPackage, Due: given.Due, Worker: line.Worker, Department: department})
		}
	}
	if duty == "" {
		return line, duties, nil
	}
	return line, append(duties, deskweb.Deadline{Case: c.ID, Duty: duty, Due: due, Worker: line.Worker, Department: department}), nil
}

// delivered is when the employer got the letter of a case, zero before, and
// whether somebody has received it.
func (s *services) delivered(ctx context.Context, tx txn.Read, c casework.Case) (at time.Time, received bool, err error) {
	l, err := s.opinions.Store.Released(ctx, tx, c.ID)
	if missing(err) {
		return time.Time{}, false, nil
	}
	return l.ReleasedAt, !l.ReceivedAt.IsZero(), err
}

func (s *services) hrCase(ctx context.Context, who actor.Actor, k id.Case) (deskweb.HRCase, error) {
	c, err := s.cases.Find(ctx, who, access.SeeBookingFact, k)
	if err != nil {
		return deskweb.HRCase{}, err
	}
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.HRCase, error) {
		line, duties, err := s.hrLine(ctx, tx, c)
		if err != nil {
			return deskweb.HRCase{}, err
		}
		out := deskweb.HRCase{HRLine: line, Today: civil.DateOf(tx.Now(), line.Zone), Deadlines: duties, Mode: c.Mode}
		e, err := s.people.Employee(ctx, tx, c.Employee)
		if err != nil {
			return out, err
		}
		out.Kana = e.Name.Kana()
		if c.Physician != "" {
			p, err := s.people.Physician(ctx, tx, c.Physician)
			if err != nil {
				return out, err
			}
			out.Physician = p.Name.Full()
		}
		day := func(t time.Time) civil.Date {
			if t.IsZero() {
				return civil.Date{}
			}
			return civil.DateOf(t, line.Zone)
		}
		if out.Modes, err = s.employersMode(ctx, tx, c); err != nil {
			return out, err
		}
		given, err := s.provisions.StandingOf(ctx, tx, c)
		if err != nil {
			return out, err
		}
		out.Package = packageWord(ctx, given)
		out.AppliedOn, out.HeldOn = day(c.AppliedAt), day(c.HeldAt)
		if c.State == casework.Abandoned {
			out.Withdrawn = day(c.ClosedAt)
		}
		l, err := s.opinions.Store.Released(ctx, tx, c.ID)
		if missing(err) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out.Letter, out.Received = true, day(l.ReceivedAt)
		taken, err := s.opinions.Store.ListTaken(ctx, tx, l.ID)
		for _, t := range taken {
			ja, en := s.opinions.Words.Say(t.Measure)
			out.Measures = append(out.Measures, inLanguage(ctx, ja, en)+" ("+lang.Date(ctx, t.From)+"〜"+lang.Date(ctx, t.Until)+")")
		}
		return out, err
	})
}

func inLanguage(ctx context.Context, ja, en string) string {
	if lang.From(ctx) == lang.EN {
		return en
	}
	return ja
}

func (s *services) nurseDesk(ctx context.Context, who actor.Actor) (deskweb.NurseDesk, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.NurseDesk, error) {
		desk := deskweb.NurseDesk{Today: civil.DateOf(tx.Now(), home)}
		for _, w := range who.Workplaces {
			cases, err := s.cases.ListByWorkplace(ctx, tx, w, listed)
			if err != nil {
				return desk, err
			}
			for _, c := range cases {
				if c.State.Over() || !c.HeldAt.IsZero() || access.Check(who, access.ReadQuestionnaire, c.Subject()) != nil {
					continue
				}
				b, err := s.bookings.Standing(ctx, tx, c.ID)
				if err != nil && !missing(err) {
					return desk, err
				}
				v, err := s.session(ctx, tx, c, b, nil)
				if err != nil {
					return desk, err
				}
				line := deskweb.NurseLine{Case: c.ID, Worker: v.Worker, Company: v.Company, Workplace: v.Workplace, Type: c.Type, From: b.From, Zone: v.Zone, Attention: v.Attention, Sent: v.Prepared}
				if d := casework.Running(c, time.Time{}, v.Zone); len(d) > 0 {
					line.Due = d[0].Due
				}
				desk.Lines = append(desk.Lines, line)
			}
		}
		slices.SortStableFunc(desk.Lines, func(a, b deskweb.NurseLine) int {
			if a.Attention != b.Attention {
				if a.Attention {
					return -1
				}
				return 1
			}
			return a.From.Compare(b.From)
		})
		return desk, nil
	})
}

func (s *services) managerDesk(ctx context.Context, who actor.Actor) (deskweb.ManagerDesk, error) {
	list, err := s.opinions.ListForManager(ctx, who)
	desk := deskweb.ManagerDesk{Today: civil.DateOf(time.Now(), home)}
	for _, m := range list {
		desk.Measures = append(desk.Measures, deskweb.MeasureLine{Worker: m.Employee, Measure: inLanguage(ctx, m.JA, m.EN), From: m.From, To: m.Until})
	}
	return desk, err
}

func (s *services) committeeDesk(ctx context.Context, who actor.Actor) (deskweb.CommitteeDesk, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.CommitteeDesk, error) {
		today := civil.DateOf(tx.Now(), home)
		first := civil.Date{Year: today.Year, Month: today.Month, Day: 1}.AddMonths(-11)
		desk := deskweb.CommitteeDesk{Period: lang.Date(ctx, first) + "〜" + lang.Date(ctx, today)}
		applied, held, letters := 0, 0, 0
		for _, k := range who.Workplaces {
			w, err := s.people.Workplace(ctx, tx, k)
			if err != nil {
				return desk, err
			}
			if desk.Workplace != "" {
				desk.Workplace += "・"
			}
			desk.Workplace += w.Name
			cases, err := s.cases.ListForEmployer(ctx, tx, k, 10000)
			if err != nil {
				return desk, err
			}
			for _, c := range cases {
				since := first.At(0, w.Location())
				if !c.AppliedAt.Before(since) && !c.AppliedAt.IsZero() {
					applied++
				}
				if !c.HeldAt.Before(since) && !c.HeldAt.IsZero() {
					held++
					if at, _, err := s.delivered(ctx, tx, c); err != nil {
						return desk, err
					} else if !at.IsZero() {
						letters++
					}
				}
			}
		}
		desk.Figures = []deskweb.Figure{
			{Name: lang.T(ctx, "面接指導の申出"), Count: applied},
			{Name: lang.T(ctx, "行われた面接指導"), Count: held},
			{Name: lang.T(ctx, "会社に届いた意見書"), Count: letters},
		}
		return desk, nil
	})
}

func (s *services) coordinatorDesk(ctx context.Context, who actor.Actor) (deskweb.CoordinatorDesk, error) {
	open, _, err := s.tasks.List(ctx, who)
	if err != nil {
		return deskweb.CoordinatorDesk{}, err
	}
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (deskweb.CoordinatorDesk, error) {
		desk := deskweb.CoordinatorDesk{Today: civil.DateOf(tx.Now(), home)}
		from := desk.Today.At(0, home)
		physicians, err := s.people.Physicians(ctx, tx)
		if err != nil {
			return desk, err
		}
		for _, p := range physicians {
			bookings, err := s.bookings.OfPhysician(ctx, tx, p.ID, from, from.Add(24*time.Hour))
			if err != nil {
				return desk, err
			}
			for _, b := range bookings {
				if b.State != scheduling.Booked {
					continue
				}
				c, err := s.cases.Get(ctx, tx, b.Case)
				if err != nil {
					return desk, err
				}
				line, err := s.session(ctx, tx, c, b, nil)
				if err != nil {
					return desk, err
				}
				line.Attention, line.Type = false, "" // the provider's desk learns neither answers nor types
				desk.Sessions = append(desk.Sessions, line)
			}
		}
		slices.SortStableFunc(desk.Sessions, func(a, b deskweb.Session) int { return a.From.Compare(b.From) })
		for _, t := range open {
			desk.Tasks = append(desk.Tasks, deskweb.DeskTask{ID: t.ID, Kind: string(t.Kind), Text: s.taskText(ctx, tx, t.Task), Since: t.Opened})
		}
		return desk, nil
	})
}

// taskText says whom a task is about.
func (s *services) taskText(ctx context.Context, tx txn.Read, t notify.Task) string {
	if a, err := id.Parse[id.Account](t.Subject); err == nil {
		if got, err := s.accounts.Account(ctx, tx, a); err == nil {
			return lang.T(ctx, "%sさんにメールが届いていません。宛先をご確認ください。", got.Name)
		}
	}
	if t.Kind == notify.RoomWanted {
		return lang.T(ctx, "部屋の希望があります。")
	}
	if t.Kind == notify.CallWanted {
		return lang.T(ctx, "機器の準備について、電話での手伝いの希望があります。")
	}
	if t.Kind == notify.MeetInPerson {
		return lang.T(ctx, "オンラインの面談を対面に変えます。場所と時間をお探しください。")
	}
	return lang.T(ctx, "自動の処理が終わっていません。")
}

func (s *services) adminDesk(ctx context.Context, version string, since time.Time) (deskweb.AdminDesk, error) {
	desk := deskweb.AdminDesk{Version: version, Since: since, Zone: home}
	part := func(name string, err error) {
		p := deskweb.SystemPart{Name: name, OK: err == nil}
		if err != nil {
			p.Note = lang.T(ctx, "応答がありません。")
		}
		desk.Parts = append(desk.Parts, p)
	}
	part(lang.T(ctx, "データベース"), s.db.Ping(ctx))
	part(lang.T(ctx, "映像と音声のサーバー"), s.media.Ready())
	for _, l := range hotlines.Overdue(civil.DateOf(time.Now(), home)) {
		desk.Numbers = append(desk.Numbers, lang.In(lang.From(ctx), l.Name, l.NameEN)+" "+string(l.Number)+" ("+lang.Date(ctx, l.Checked)+")")
	}
	return desk, nil
}

// emergencyContact says that there is somebody to call and for what the worker
// allowed it. Who and at which number stays sealed: emergency.Service.Open.
func emergencyContact(ctx context.Context, k readiness.Sight) string {
	switch {
	case k.Nobody: // EM-G3: a refusal is no obstacle, but the physician has to see it
		return lang.T(ctx, "決めていない(本人の希望)")
	case !k.Named:
		return ""
	}
	text := lang.T(ctx, "あり(緊急のときに開けます)")
	if k.Consents.Life {
		text += " " + lang.T(ctx, "・命の危険があるとき")
	}
	if k.Consents.Lost {
		text += " " + lang.T(ctx, "・連絡が取れないとき")
	}
	if k.Consents.Consult {
		text += " " + lang.T(ctx, "・相談のため")
	}
	return text
}
