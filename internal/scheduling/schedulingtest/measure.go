package schedulingtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/holidays"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/notify"
	"mendan/internal/notify/notifydb"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingdb"
)

// Figures are times of the real service on a filled store.
type Figures struct {
	FreeP50, FreeP99 time.Duration // the list of free slots, 14 days x 5 physicians
	BookP50, BookP99 time.Duration // the whole act: rules, rows, audit, messages, reminders
	Race             time.Duration // 200 clients for 50 slots, from the first to the last answer
	Won, Lost        int           // of the race
}

// Bench is the real service over a filled store.
type Bench struct {
	Filled  *Filled
	Service *scheduling.Service
	Cases   *casework.Service
	offset  int // employees used up
}

// NewBench joins the service to a filled store, with messages and reminders as in the product.
func NewBench(db *database.DB, f *Filled) *Bench {
	people := directory.NewService(db, directorydb.New())
	b := &Bench{Filled: f, Cases: casework.NewService(db, caseworkdb.Store{}, people)}
	b.Service = scheduling.NewService(scheduling.Parts{
		Txns: db, Store: schedulingdb.New(), Cases: b.Cases, People: people, Holidays: holidays.Japan(),
		Notices: notify.New(notifydb.New(), jobs.New(jobsdb.New())), Accounts: Accounts{}, Online: &Online{}, Rules: scheduling.Standard(),
	})
	return b
}

// Case opens a fresh case of the next worker at workplace w and gives the worker signed in.
func (b *Bench) Case(ctx context.Context, w int) (actor.Actor, id.Case, error) {
	i := len(b.Filled.Workplaces)*b.offset + w
	b.offset++
	if i >= len(b.Filled.Employees) {
		return actor.Actor{}, "", errors.New("no worker is left: fill more")
	}
	who := actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.Employee), Company: b.Filled.Company, Employee: b.Filled.Employees[i]}
	c, err := b.Cases.Open(ctx, who, casework.OpenInput{Employee: who.Employee, Type: casework.Consultation})
	return who, c.ID, err
}

// first is a day on which the filled bookings are dense: the Monday they begin with.
func (b *Bench) first() civil.Date {
	d := b.Filled.Today.AddDays(1)
	for d.Weekday() != time.Monday {
		d = d.AddDays(1)
	}
	return d
}

// Measure runs the list and the act n times each and the race once.
func (b *Bench) Measure(ctx context.Context, n int) (Figures, error) {
	var out Figures
	var list, act []time.Duration
	for i := range n {
		who, c, err := b.Case(ctx, i%len(b.Filled.Workplaces))
		if err != nil {
			return out, err
		}
		began := time.Now() //nolint:forbidigo // a measurement
		offer, err := b.Service.FreeSlots(ctx, who, scheduling.Ask{Case: c, From: b.first(), Days: 14})
		list = append(list, time.Since(began))
		if err != nil {
			return out, err
		}
		slot, ok := anyOf(offer, i)
		if !ok {
			return out, errors.New("no slot is free: fill less")
		}
		began = time.Now() //nolint:forbidigo // a measurement
		_, err = b.Service.Book(ctx, who, scheduling.BookInput{Case: c, Physician: slot.Physician, Start: slot.From, Mode: casework.Online})
		act = append(act, time.Since(began))
		if err != nil {
			return out, fmt.Errorf("book: %w", err)
		}
	}
	out.FreeP50, out.FreeP99 = quantiles(list)
	out.BookP50, out.BookP99 = quantiles(act)
	return out, b.race(ctx, &out)
}

func anyOf(o scheduling.Offer, i int) (scheduling.Slot, bool) {
	var all []scheduling.Slot
	for _, d := range o.Days {
		all = append(all, d.Slots...)
	}
	if len(all) == 0 {
		return scheduling.Slot{}, false
	}
	return all[(i*17)%len(all)], true
}

func (b *Bench) race(ctx context.Context, out *Figures) error {
	const clients, slots = 200, 50
	type client struct {
		who actor.Actor
		c   id.Case
	}
	var all []client
	for range clients {
		who, c, err := b.Case(ctx, 0)
		if err != nil {
			return err
		}
		all = append(all, client{who, c})
	}
	offer, err := b.Service.FreeSlots(ctx, all[0].who, scheduling.Ask{Case: all[0].c, From: b.first().AddDays(28), Days: 14})
	if err != nil {
		return err
	}
	var wanted []scheduling.Slot
	for _, d := range offer.Days {
		wanted = append(wanted, d.Slots...)
	}
	if len(wanted) < slots {
		return fmt.Errorf("only %d slots are free", len(wanted))
	}
	errs := make([]error, clients)
	gate := make(chan struct{})
	var done sync.WaitGroup
	for i, x := range all {
		done.Go(func() {
			s := wanted[i%slots]
			<-gate
			_, errs[i] = b.Service.Book(ctx, x.who, scheduling.BookInput{Case: x.c, Physician: s.Physician, Start: s.From, Mode: casework.Online})
		})
	}
	began := time.Now() //nolint:forbidigo // a measurement
	close(gate)
	done.Wait()
	out.Race = time.Since(began)
	for _, err := range errs {
		switch {
		case err == nil:
			out.Won++
		case errors.Is(err, scheduling.ErrSlotTaken):
			out.Lost++
		default:
			return err
		}
	}
	return nil
}

func quantiles(d []time.Duration) (p50, p99 time.Duration) {
	slices.Sort(d)
	return d[len(d)/2], d[min(len(d)-1, len(d)*99/100)]
}
