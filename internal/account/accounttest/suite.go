// Package accounttest holds the contract of account.Store. For tests only.
package accounttest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// Suite is what every Store has to do. db is fresh and empty.
func Suite(t *testing.T, db txn.Runner, store account.Store) {
	ctx := context.Background()
	read := func(t *testing.T, f func(tx txn.Read) error) {
		t.Helper()
		if err := db.Read(ctx, func(_ context.Context, tx txn.Read) error { return f(tx) }); err != nil {
			t.Fatal(err)
		}
	}
	try := func(f func(tx txn.Write) error) error {
		return db.Write(ctx, actor.System("test"), "test.write", func(_ context.Context, tx txn.Write) error { return f(tx) })
	}
	write := func(t *testing.T, f func(tx txn.Write) error) time.Time {
		t.Helper()
		var now time.Time
		if err := try(func(tx txn.Write) error { now = tx.Now(); return f(tx) }); err != nil {
			t.Fatal(err)
		}
		return now
	}
	n := 0
	person := func(roles ...actor.Role) account.Account {
		n++
		return account.Account{
			ID: id.New[id.Account](), Mail: account.Mail(fmt.Sprintf("Person%d@Minato.example", n)), Name: fmt.Sprintf("髙橋 %d", n),
			Roles: actor.Of(roles...), Company: "com_a", Employee: id.Employee(fmt.Sprintf("emp_%d", n)), Language: lang.JA,
		}
	}
	hr := person(actor.HROfficer, actor.Employee)
	hr.Workplaces = []id.Workplace{"wpl_a", "wpl_b"}
	doctor := account.Account{ID: id.New[id.Account](), Mail: "doctor@clinic.example", Name: "佐藤 宏", Roles: actor.Of(actor.Physician), Physician: "phy_a", Language: lang.EN}
	write(t, func(tx txn.Write) error {
		return errors.Join(store.InsertAccount(ctx, tx, hr), store.InsertAccount(ctx, tx, doctor))
	})

	t.Run("accounts are read as they were written", func(t *testing.T) {
		read(t, func(tx txn.Read) error {
			byID, err := store.Account(ctx, tx, hr.ID)
			byMail, err2 := store.AccountByMail(ctx, tx, account.Key("pERSON1@minato.EXAMPLE"))
			byPerson, err3 := store.AccountOfEmployee(ctx, tx, hr.Employee)
			for i, got := range []account.Account{byID, byMail, byPerson} {
				if d := cmp.Diff(hr, got); d != "" {
					t.Errorf("%d (-want +got):\n%s", i, d)
				}
			}
			byDoctor, err4 := store.AccountOfPhysician(ctx, tx, "phy_a")
			if d := cmp.Diff(doctor, byDoctor); d != "" {
				t.Errorf("physician (-want +got):\n%s", d)
			}
			return errors.Join(err, err2, err3, err4)
		})
	})

	t.Run("what is not there is unknown", func(t *testing.T) {
		read(t, func(tx txn.Read) error {
			_, e1 := store.Account(ctx, tx, "acc_none")
			_, e2 := store.AccountByMail(ctx, tx, "none@example.com")
			_, e3 := store.AccountOfEmployee(ctx, tx, "emp_none")
			_, e4 := store.AccountOfEmployee(ctx, tx, "") // the physician's account has no worker
			_, e5 := store.AccountOfPhysician(ctx, tx, "")
			_, e6 := store.Request(ctx, tx, "none")
			for i, err := range []error{e1, e2, e3, e4, e5, e6} {
				if !errors.Is(err, account.ErrUnknown) {
					t.Errorf("%d: %v", i+1, err)
				}
			}
			if _, err := store.Link(ctx, tx, "none"); !errors.Is(err, account.ErrLink) {
				t.Errorf("link: %v", err)
			}
			if _, err := store.SessionByHash(ctx, tx, "none"); !errors.Is(err, account.ErrNobody) {
				t.Errorf("session: %v", err)
			}
			return nil
		})
		ghost := person(actor.Employee)
		if err := try(func(tx txn.Write) error { return store.UpdateAccount(ctx, tx, ghost) }); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("update: %v", err)
		}
	})

	t.Run("an address and a person have one account", func(t *testing.T) {
		sameMail, samePerson, sameDoctor := person(actor.Employee), person(actor.Employee), doctor
		sameMail.Mail = "PERSON1@minato.example"
		samePerson.Employee = hr.Employee
		sameDoctor.ID, sameDoctor.Mail = id.New[id.Account](), "other@clinic.example"
		for _, c := range []struct {
			a    account.Account
			want error
		}{{sameMail, account.ErrMailTaken}, {samePerson, account.ErrPersonTaken}, {sameDoctor, account.ErrPersonTaken}} {
			if err := try(func(tx txn.Write) error { return store.InsertAccount(ctx, tx, c.a) }); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		}
		changed := doctor
		changed.Mail = hr.Mail
		if err := try(func(tx txn.Write) error { return store.UpdateAccount(ctx, tx, changed) }); !errors.Is(err, account.ErrMailTaken) {
			t.Errorf("update: %v", err)
		}
	})

	t.Run("holders of a role, where they act, while open", func(t *testing.T) {
		closed, other := person(actor.HROfficer), person(actor.HROfficer)
		closed.Workplaces, other.Workplaces = hr.Workplaces, []id.Workplace{"wpl_c"}
		write(t, func(tx txn.Write) error {
			closed.Closed = tx.Now()
			return errors.Join(store.InsertAccount(ctx, tx, closed), store.InsertAccount(ctx, tx, other))
		})
		read(t, func(tx txn.Read) error {
			found, err := store.OpenAccountByMail(ctx, tx, account.Key(hr.Mail))
			_, shut := store.OpenAccountByMail(ctx, tx, account.Key(closed.Mail))
			_, none := store.OpenAccountByMail(ctx, tx, "none@minato.example")
			if found != hr.ID || err != nil || !errors.Is(shut, account.ErrUnknown) || !errors.Is(none, account.ErrUnknown) {
				t.Errorf("open accounts by mail: %s %v, closed %v, none %v", found, err, shut, none)
			}
			for _, c := range []struct {
				role actor.Role
				at   id.Workplace
				want []id.Account
			}{
				{actor.HROfficer, "wpl_a", []id.Account{hr.ID}}, {actor.HROfficer, "wpl_c", []id.Account{other.ID}},
				{actor.HROfficer, "", []id.Account{hr.ID, other.ID}}, {actor.Physician, "wpl_a", nil}, {actor.Physician, "", []id.Account{doctor.ID}},
			} {
				got, err := store.ListHolders(ctx, tx, c.role, c.at)
				if err != nil {
					return err
				}
				var ids []id.Account
				for _, a := range got {
					ids = append(ids, a.ID)
				}
				if d := cmp.Diff(c.want, ids); d != "" {
					t.Errorf("%s at %q (-want +got):\n%s", c.role, c.at, d)
				}
			}
			return nil
		})
	})

	t.Run("roles and workplaces are replaced by an update", func(t *testing.T) {
		a := person(actor.HROfficer)
		a.Workplaces = []id.Workplace{"wpl_x"}
		write(t, func(tx txn.Write) error { return store.InsertAccount(ctx, tx, a) })
		a.Roles, a.Workplaces, a.Name = actor.Of(actor.Employee), nil, "𠮷田 直子"
		write(t, func(tx txn.Write) error { return store.UpdateAccount(ctx, tx, a) })
		read(t, func(tx txn.Read) error {
			got, err := store.Account(ctx, tx, a.ID)
			if d := cmp.Diff(a, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			return err
		})
	})

	t.Run("requests are counted by address, network and both", func(t *testing.T) {
		now := write(t, func(tx txn.Write) error {
			for i, r := range []account.Request{
				{Mail: "m1", Network: "n1"}, {Mail: "m1", Network: "n1", Account: hr.ID}, {Mail: "m1", Network: "n2"},
				{Mail: "m2", Network: "n1"}, {Mail: "m1", Network: ""}, {Mail: "m1", Network: "n1", At: tx.Now().Add(-time.Hour)},
			} {
				r.Key, r.Next = fmt.Sprintf("lnk_%d", i), "/home"
				if r.At.IsZero() {
					r.At = tx.Now()
				}
				if err := store.InsertRequest(ctx, tx, r); err != nil {
					return err
				}
			}
			return nil
		})
		count := func(mail, network string) (c account.Counts) {
			read(t, func(tx txn.Read) (err error) {
				c, err = store.CountRequests(ctx, tx, mail, network, now.Add(-time.Minute))
				return err
			})
			return c
		}
		for _, c := range []struct {
			mail, network string
			want          account.Counts
		}{
			{"m1", "n1", account.Counts{Mail: 4, Network: 3, Both: 2}}, {"m2", "n2", account.Counts{Mail: 1, Network: 1}},
			{"m1", "", account.Counts{Mail: 4}}, {"m3", "n3", account.Counts{}},
		} {
			if got := count(c.mail, c.network); got != c.want {
				t.Errorf("%s %s: %+v, want %+v", c.mail, c.network, got, c.want)
			}
		}
		write(t, func(tx txn.Write) error { return store.DeleteRequests(ctx, tx, now) })
		read(t, func(tx txn.Read) error {
			got, err := store.Request(ctx, tx, "lnk_1")
			want := account.Request{Key: "lnk_1", Mail: "m1", Network: "n1", Account: hr.ID, Next: "/home", At: now}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if _, gone := store.Request(ctx, tx, "lnk_5"); !errors.Is(gone, account.ErrUnknown) {
				t.Errorf("an old request is still there: %v", gone)
			}
			return err
		})
	})

	t.Run("a link is used once", func(t *testing.T) {
		l := account.Link{Hash: "h1", Account: hr.ID, Next: "/hr"}
		now := write(t, func(tx txn.Write) error {
			l.Made, l.Until = tx.Now(), tx.Now().Add(time.Minute)
			return store.InsertLink(ctx, tx, l)
		})
		write(t, func(tx txn.Write) error { return store.UseLink(ctx, tx, "h1") })
		for range 2 {
			if err := try(func(tx txn.Write) error { return store.UseLink(ctx, tx, "h1") }); !errors.Is(err, account.ErrLink) {
				t.Errorf("again: %v", err)
			}
		}
		if err := try(func(tx txn.Write) error { return store.UseLink(ctx, tx, "none") }); !errors.Is(err, account.ErrLink) {
			t.Errorf("none: %v", err)
		}
		read(t, func(tx txn.Read) error {
			got, err := store.Link(ctx, tx, "h1")
			l.Used = now
			if d := cmp.Diff(l, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			return err
		})
		write(t, func(tx txn.Write) error {
			return errors.Join(store.InsertLink(ctx, tx, account.Link{Hash: "h2", Account: hr.ID, Made: now, Until: now.Add(time.Hour)}),
				store.InsertLink(ctx, tx, account.Link{Hash: "h3", Account: doctor.ID, Made: now, Until: now.Add(time.Hour)}),
				store.EndLinks(ctx, tx, hr.ID))
		})
		if err := try(func(tx txn.Write) error { return store.UseLink(ctx, tx, "h2") }); !errors.Is(err, account.ErrLink) {
			t.Errorf("ended: %v", err)
		}
		write(t, func(tx txn.Write) error {
			return errors.Join(store.UseLink(ctx, tx, "h3"), store.DeleteLinks(ctx, tx, now.Add(2*time.Minute)))
		})
		read(t, func(tx txn.Read) error {
			_, gone := store.Link(ctx, tx, "h1")
			_, kept := store.Link(ctx, tx, "h2")
			if !errors.Is(gone, account.ErrLink) || kept != nil {
				t.Errorf("after tidying: %v, %v", gone, kept)
			}
			return nil
		})
	})

	t.Run("sessions", func(t *testing.T) {
		var sessions []account.Session
		now := write(t, func(tx txn.Write) error {
			for i := range 4 {
				s := account.Session{
					ID: id.New[id.Session](), Account: hr.ID, Proof: account.ProofLink, Device: account.Device{System: "iPhone", Browser: "Safari"},
					Began: tx.Now().Add(time.Duration(i) * time.Second), Seen: tx.Now().Add(-time.Minute), Until: tx.Now().Add(time.Hour),
				}
				if i == 3 {
					s.Account = doctor.ID
				}
				sessions = append(sessions, s)
				if err := store.InsertSession(ctx, tx, s, fmt.Sprintf("s%d", i)); err != nil {
					return err
				}
			}
			return nil
		})
		list := func(a id.Account, at time.Time) (out []account.Session) {
			read(t, func(tx txn.Read) (err error) {
				out, err = store.ListSessions(ctx, tx, a, at)
				return err
			})
			return out
		}
		if d := cmp.Diff([]account.Session{sessions[2], sessions[1], sessions[0]}, list(hr.ID, now)); d != "" {
			t.Errorf("list (-want +got):\n%s", d)
		}
		if got := list(hr.ID, now.Add(time.Hour)); len(got) != 0 {
			t.Errorf("%d sessions after their end", len(got))
		}
		if err := try(func(tx txn.Write) error { return store.EndSession(ctx, tx, doctor.ID, sessions[0].ID) }); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("ending another's session: %v", err)
		}
		write(t, func(tx txn.Write) error { return store.EndSession(ctx, tx, hr.ID, sessions[0].ID) })
		if err := try(func(tx txn.Write) error { return store.EndSession(ctx, tx, hr.ID, sessions[0].ID) }); !errors.Is(err, account.ErrUnknown) {
			t.Errorf("ending it twice: %v", err)
		}
		write(t, func(tx txn.Write) error {
			return errors.Join(store.Seen(ctx, tx, sessions[0].ID), store.Seen(ctx, tx, sessions[1].ID))
		})
		read(t, func(tx txn.Read) error {
			ended, err := store.SessionByHash(ctx, tx, "s0")
			seen, err2 := store.SessionByHash(ctx, tx, "s1")
			if !ended.Ended.Equal(now) || !ended.Seen.Equal(sessions[0].Seen) || !seen.Seen.Equal(now) || !seen.Ended.IsZero() {
				t.Errorf("ended %+v\nseen %+v", ended, seen)
			}
			return errors.Join(err, err2)
		})
		write(t, func(tx txn.Write) error { return store.EndSessions(ctx, tx, hr.ID, sessions[2].ID) })
		if got := list(hr.ID, now); len(got) != 1 || got[0].ID != sessions[2].ID {
			t.Errorf("spared: %d sessions", len(got))
		}
		if got := list(doctor.ID, now); len(got) != 1 {
			t.Errorf("another's sessions: %d", len(got))
		}
		write(t, func(tx txn.Write) error {
			return errors.Join(store.EndSessions(ctx, tx, hr.ID, ""), store.DeleteSessions(ctx, tx, now.Add(time.Second)))
		})
		read(t, func(tx txn.Read) error {
			_, gone := store.SessionByHash(ctx, tx, "s2")
			_, kept := store.SessionByHash(ctx, tx, "s3")
			if !errors.Is(gone, account.ErrNobody) || kept != nil {
				t.Errorf("after tidying: %v, %v", gone, kept)
			}
			return nil
		})
	})
}
