package notify

import (
	"context"
	"errors"
	"strings"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// Delivery is the going-out side: it turns queued messages into mails.
type Delivery struct {
	txns     txn.Runner
	service  *Service
	tasks    *Tasks
	accounts Accounts
	bookings Bookings
	wording  Wording
	post     Post
	public   string // "https://mendan.example.jp", no slash at the end
}

// NewDelivery makes the going-out side. public is the address under which
// people reach the product.
func NewDelivery(txns txn.Runner, service *Service, tasks *Tasks, accounts Accounts, bookings Bookings, wording Wording, post Post, public string) *Delivery {
	return &Delivery{txns, service, tasks, accounts, bookings, wording, post, strings.TrimRight(public, "/")}
}

// Handlers are the jobs of this area. A mail is tried for three days, most of
// the time every quarter of an hour; an urgent one every minute for some hours,
// while Weigh still wants it. Then, or when the mail server refuses for good, a
// task is opened.
func (d *Delivery) Handlers() []jobs.Handler {
	return []jobs.Handler{
		{Kind: jobDeliver, Limit: time.Minute, Tries: 295, Backoff: jobs.Doubling(10*time.Second, 15*time.Minute), Work: d.deliver, GiveUp: d.giveUp},
		{Kind: jobUrgent, Urgent: true, Limit: time.Minute, Tries: 300, Backoff: jobs.Doubling(5*time.Second, time.Minute), Work: d.deliver, GiveUp: d.giveUp},
	}
}

var duty = actor.System("notify.deliver")

// deliver sends one message. The mail goes out between two transactions: when
// the process dies in between it goes out again under the same Message-ID, and
// mail programs show it once.
func (d *Delivery) deliver(ctx context.Context, job jobs.Job) error {
	message := id.Message(job.Subject)
	var m Message
	var to Contact
	var verdict Verdict
	var now time.Time
	err := d.txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		now = tx.Now()
		m, to, verdict, err = d.today(ctx, tx, message)
		return err
	})
	switch {
	case errors.Is(err, ErrUnknown):
		return nil // swept away: nothing to do
	case err != nil:
		return err
	case m.State != Queued:
		return nil
	case verdict.Drop != "":
		return d.settle(ctx, job, m, Dropped, verdict.Drop)
	case !verdict.Later.IsZero():
		return d.later(ctx, job, m, verdict.Later)
	case to.Address == "":
		return jobs.Permanent(ErrNoAddress)
	}
	link, until := linkTo(m), time.Time{}
	if m.Kind == SignInLink {
		// The secret is made now, in the memory of this process; the database
		// has only its hash. A try that fails leaves a link nobody knows.
		err := d.txns.Write(ctx, duty, "notify.mint", func(ctx context.Context, tx txn.Write) error {
			if err := d.service.jobs.Hold(ctx, tx, job); err != nil {
				return err
			}
			tx.Touch(string(m.ID), "minted")
			p, u, err := d.accounts.Mint(ctx, tx, m.To, m.Path)
			link, until = p, u
			return err
		})
		if err != nil {
			return err
		}
	}
	mail, err := d.mail(m, to, d.public+link, until, now)
	if err != nil {
		return err
	}
	if err := d.post.Send(ctx, mail); err != nil {
		if errors.Is(err, ErrRefused) {
			return jobs.Permanent(err)
		}
		return err
	}
	return d.settle(ctx, job, m, Sent, "")
}

// today reads everything that decides about a message, from one snapshot.
func (d *Delivery) today(ctx context.Context, tx txn.Read, message id.Message) (m Message, to Contact, v Verdict, err error) {
	if m, err = d.service.store.Get(ctx, tx, message); err != nil {
		return m, to, v, err
	}
	var a Appointment
	if m.Invite.Booking != "" {
		if a, err = d.bookings.Upcoming(ctx, tx, m.Invite.Booking); err != nil {
			return m, to, v, err
		}
	}
	if v = Weigh(m, a, tx.Now()); !v.Send {
		return m, to, v, nil
	}
	if m.Kind.Lead() > 0 {
		m.Invite.From, m.Invite.To = a.From, a.To
	}
	to, err = d.accounts.Contact(ctx, tx, m.To)
	if fault.KindOf(err) == fault.NotFound {
		return m, to, Verdict{Drop: Nobody}, nil
	}
	return m, to, v, err
}

func (d *Delivery) mail(m Message, to Contact, link string, until, now time.Time) (Mail, error) {
	words, err := d.wording.Render(to.Language, Facts{
		Kind: m.Kind, Name: to.Name, Company: to.Company, From: m.Invite.From, To: m.Invite.To,
		Zone: to.Zone, Link: link, Until: until,
	})
	if err != nil {
		return Mail{}, err
	}
	out := Mail{ID: m.ID, To: to, Words: words, At: now, Link: link, Account: m.To}
	if m.Kind.calendar() {
		out.Invite, out.Cancel = m.Invite, m.Kind == CancelledBooking
	}
	return out, nil
}

// settle writes what became of the message and ends the job, in one act.
func (d *Delivery) settle(ctx context.Context, job jobs.Job, m Message, s State, reason string) error {
	return d.txns.Write(context.WithoutCancel(ctx), duty, "notify.settle", func(ctx context.Context, tx txn.Write) error {
		tx.Touch(string(m.ID), string(s))
		m.State, m.Reason, m.Settled = s, reason, tx.Now()
		if err := d.service.store.Settle(ctx, tx, m); err != nil {
			return err
		}
		return d.service.jobs.Finish(ctx, tx, job)
	})
}

// later puts a reminder off: the appointment was moved to a later time. The new
// job has the same Unique and waits while this one ends.
func (d *Delivery) later(ctx context.Context, job jobs.Job, m Message, at time.Time) error {
	return d.txns.Write(ctx, duty, "notify.put_off", func(ctx context.Context, tx txn.Write) error {
		if err := d.service.jobs.Finish(ctx, tx, job); err != nil {
			return err
		}
		return d.service.jobs.Enqueue(ctx, tx, jobs.Job{Kind: kindOfJob(m.Kind), Subject: string(m.ID), Unique: unique(m.ID), RunAt: at})
	})
}

// giveUp marks the message and tells the coordinator.
func (d *Delivery) giveUp(ctx context.Context, job jobs.Job, last error) error {
	return d.txns.Write(ctx, duty, "notify.give_up", func(ctx context.Context, tx txn.Write) error {
		m, err := d.service.store.Get(ctx, tx, id.Message(job.Subject))
		if errors.Is(err, ErrUnknown) || (err == nil && m.State != Queued) {
			return d.service.jobs.FinishGivenUp(ctx, tx, job, last)
		}
		if err != nil {
			return err
		}
		reason := Exhausted
		if errors.Is(last, ErrRefused) || errors.Is(last, ErrNoAddress) {
			reason = fault.Of(last).Code
		}
		tx.Touch(string(m.ID), string(Undeliverable))
		m.State, m.Reason, m.Settled = Undeliverable, reason, tx.Now()
		if err := d.service.store.Settle(ctx, tx, m); err != nil {
			return err
		}
		if err := d.tasks.Open(ctx, tx, Task{Kind: MailUndeliverable, Subject: string(m.To), Reason: reason}); err != nil {
			return err
		}
		return d.service.jobs.FinishGivenUp(ctx, tx, job, last)
	})
}
