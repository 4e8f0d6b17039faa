// Package meetingtest holds what tests of meeting share: a house with real
// bookings, and a tool that does as it is told. For tests only.
package meetingtest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/meeting"
	"mendan/internal/meeting/meetingdb"
	"mendan/internal/scheduling/schedulingtest"
	"mendan/internal/txn"
)

// House is the real service over real bookings and jobs; the tool is a fake.
type House struct {
	*schedulingtest.House
	t       testing.TB
	Queue   *jobs.Service
	Store   meeting.Store
	Meeting *meeting.Service
	Tool    *Tool

	mu     sync.Mutex // guards Missing
	Missed []meeting.Meeting
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	seal, err := meetingdb.NewSeal(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	h := &House{House: schedulingtest.NewHouse(t, db, clock), t: t, Queue: jobs.New(jobsdb.New()), Store: meetingdb.New(seal), Tool: &Tool{There: map[string]meeting.Order{}}}
	h.Meeting = meeting.NewService(meeting.Parts{
		Txns: db, Store: h.Store, Cases: h.Cases, Places: directory.NewService(db, directorydb.New()), Bookings: h.Service, Queue: h.Queue, People: h,
		Makers: map[meeting.Tool]meeting.Maker{meeting.Teams: h.Tool, meeting.Zoom: h.Tool, meeting.Meet: h.Tool},
	})
	h.Service.Listen(h.Meeting.Booked)
	return h
}

// LinkMissing fills meeting.People.
func (h *House) LinkMissing(_ context.Context, _ txn.Write, m meeting.Meeting) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.Missed = append(h.Missed, m)
	return nil
}

// Tool is a fake maker: meetings by key, and an error to answer with.
type Tool struct {
	mu     sync.Mutex // guards what follows
	There  map[string]meeting.Order
	Fail   error // instead of an answer, before anything is done
	Lose   error // after it was done
	Calls  []string
	number int
}

func (f *Tool) call(name string) error {
	f.Calls = append(f.Calls, name)
	return f.Fail
}

// Check fills meeting.Maker.
func (f *Tool) Check(context.Context, meeting.Account) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.call("check")
}

// Create fills meeting.Maker.
func (f *Tool) Create(_ context.Context, _ meeting.Account, o meeting.Order) (meeting.There, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.call("create"); err != nil {
		return meeting.There{}, err
	}
	if _, ok := f.There[o.Key]; !ok && o.Find {
		return meeting.There{}, meeting.ErrGone
	}
	f.number++
	f.There[o.Key] = o
	return meeting.There{Ref: o.Key, Link: fmt.Sprintf("https://us02web.zoom.us/j/9000000000%d", f.number)}, f.Lose
}

// Update fills meeting.Maker.
func (f *Tool) Update(_ context.Context, _ meeting.Account, ref string, o meeting.Order) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.call("update"); err != nil {
		return err
	}
	if _, ok := f.There[ref]; !ok {
		return meeting.ErrGone
	}
	f.There[ref] = o
	return nil
}

// Delete fills meeting.Maker.
func (f *Tool) Delete(_ context.Context, _ meeting.Account, ref string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.call("delete"); err != nil {
		return err
	}
	delete(f.There, ref)
	return nil
}

// Meeting reads that of a booking.
func (h *House) MeetingOf(b id.Booking) (m meeting.Meeting, err error) {
	err = h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		m, err = h.Store.Meeting(ctx, tx, b)
		return err
	})
	return m, err
}
