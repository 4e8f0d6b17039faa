package app

import (
	"context"
	"time"

	"mendan/internal/civil"
	"mendan/internal/config"
	"mendan/internal/demo"
	"mendan/internal/scheduling"
)

// demoLink is one way in that is printed at the start of the demo.
type demoLink struct{ role, name, path string }

// prepareDemo makes the demo company when it is not there yet, and a sign-in
// link for each of its people to be tried.
func (s *services) prepareDemo(ctx context.Context, c config.Config) ([]demoLink, error) {
	if !c.Demo {
		return nil, nil
	}
	today := civil.DateOf(time.Now(), home)
	people, err := demo.Seed(ctx, demo.Services{Txns: s.db, Accounts: s.accounts, Directory: s.people}, today)
	if err != nil {
		return nil, err
	}
	if err := s.demoWeek(ctx, people); err != nil {
		return nil, err
	}
	if err := s.demoProgramme(ctx, people, today); err != nil {
		return nil, err
	}
	if err := s.demoCard(ctx, people.HR.Account.Actor(""), people); err != nil {
		return nil, err
	}
	if err := s.demoPlan(ctx, people.HR.Account.Actor(""), people, today); err != nil {
		return nil, err
	}
	if err := s.demoDrill(ctx, people); err != nil {
		return nil, err
	}
	s.demoPeople = people.Cards()
	links, err := demo.Links(ctx, s.accounts, people)
	var out []demoLink
	for _, l := range links {
		out = append(out, demoLink{role: l.Person.Role, name: l.Person.Account.Name, path: l.Path})
	}
	return out, err
}

// demoWeek gives the demo's physician an ordinary week, without notice so that
// an interview can be tried at once. A week he changed himself stays.
func (s *services) demoWeek(ctx context.Context, people demo.People) error {
	who := people.Physician.Account.Actor("")
	a, err := s.bookings.Availability(ctx, who, people.Physician.Physician.ID)
	plan := a.Plan
	if err != nil || plan.Version > 0 {
		return err
	}
	plan.Notice = 0
	for day := time.Monday; day <= time.Friday; day++ {
		plan.Hours = append(plan.Hours,
			scheduling.Hours{Weekday: day, From: 9 * 60, To: 12 * 60, Where: scheduling.Where{Online: true}},
			scheduling.Hours{Weekday: day, From: 13 * 60, To: 20 * 60, Where: scheduling.Where{Online: true, InPerson: day == time.Wednesday, Workplace: people.Honsha.ID, Place: "本社3階 健康相談室"}})
	}
	for i := range plan.Hours {
		if !plan.Hours[i].InPerson {
			plan.Hours[i].Workplace, plan.Hours[i].Place = "", ""
		}
	}
	return s.bookings.SavePlan(ctx, who, plan)
}
