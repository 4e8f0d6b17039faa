package meeting_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/meeting"
	"mendan/internal/meeting/meetingtest"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

func TestParseLink(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tool       meeting.Tool
		text, code string // empty: taken
	}{
		{meeting.Teams, "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%7d", ""},
		{meeting.Teams, "https://teams.microsoft.com/meet/123456?p=abc", ""},
		{meeting.Teams, " https://teams.live.com/meet/93abc ", ""},
		{meeting.Teams, "https://teams.microsoft.com.evil.example/l/meetup-join/x/0", "meeting.link_host"},
		{meeting.Teams, "https://teams.microsoft.com/l/chat/0/0", "meeting.link_path"},
		{meeting.Meet, "https://meet.google.com/abc-mnop-xyz", ""},
		{meeting.Meet, "https://MEET.google.com/abc-mnop-xyz#x", ""},
		{meeting.Meet, "http://meet.google.com/abc-mnop-xyz", "meeting.link_https"},
		{meeting.Meet, "https://meet.google.com/linkredirect?dest=https://evil.example", "meeting.link_path"},
		{meeting.Meet, "https://meet.google.com@evil.example/abc-mnop-xyz", "meeting.link_wrong"},
		{meeting.Meet, "https://user@meet.google.com/abc-mnop-xyz", "meeting.link_wrong"},
		{meeting.Zoom, "https://zoom.us/j/12345678901?pwd=x", ""},
		{meeting.Zoom, "https://us02web.zoom.us:443/j/12345678901", ""},
		{meeting.Zoom, "https://us02web.zoom.us/s/12345678901?zak=token", "meeting.link_starts"},
		{meeting.Zoom, "https://evilzoom.us/j/12345678901", "meeting.link_host"},
		{meeting.Zoom, "https://us02web.zoom.us:8443/j/12345678901", "meeting.link_wrong"},
		{meeting.Zoom, "https://meet.google.com/abc-mnop-xyz", "meeting.link_host"},
		{meeting.Zoom, "javascript:alert(1)", "meeting.link_https"},
		{meeting.Zoom, "https://zoom.us/j/123456789\n01", "meeting.link_wrong"},
		{meeting.Zoom, "zoom.us/j/12345678901", "meeting.link_https"},
		{meeting.Zoom, "", "meeting.link_needed"},
		{meeting.Own, "https://zoom.us/j/12345678901", "meeting.link_wrong"},
	} {
		link, err := meeting.ParseLink(c.tool, c.text)
		code := ""
		if err != nil {
			code = fault.Of(err).Fields[0].Code
		}
		if code != c.code || (err == nil) != (link != "") {
			t.Errorf("%s %q: %q, %q, want %q", c.tool, c.text, link, code, c.code)
		}
	}
}

type house struct {
	*meetingtest.House
	t *testing.T
}

func both(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		h := &house{meetingtest.NewHouse(t, db, clock), t}
		h.Week(h.Physician.ID, 9*60, 12*60)
		f(t, h)
	})
}

// work does all due jobs once, as a runner would, and tells how they ended.
func (h *house) work() []error {
	h.t.Helper()
	ctx := context.Background()
	handler := h.Meeting.Handlers()[0]
	var list []jobs.Job
	write := func(f func(ctx context.Context, tx txn.Write) error) {
		h.t.Helper()
		if err := h.DB.Write(ctx, actor.System("test"), "test", f); err != nil && !errors.Is(err, jobs.ErrLost) {
			h.t.Fatal(err)
		}
	}
	write(func(ctx context.Context, tx txn.Write) (err error) {
		list, err = h.Queue.Claim(ctx, tx, []string{meeting.KeepKind}, "test", time.Minute, 10)
		return err
	})
	var out []error
	for _, j := range list {
		err := handler.Work(ctx, j)
		out = append(out, err)
		if jobs.IsPermanent(err) {
			if err := handler.GiveUp(ctx, j, err); err != nil {
				h.t.Fatal(err)
			}
			continue
		}
		write(func(ctx context.Context, tx txn.Write) error {
			return h.Queue.Settle(ctx, tx, j, handler, jobs.Outcome{Err: err})
		})
	}
	return out
}

func (h *house) name(tool meeting.Tool, way meeting.Way) {
	h.t.Helper()
	ctx := context.Background()
	if way == meeting.Made {
		in := meeting.AccountInput{Workplace: h.Honsha.ID, Tool: tool, Tenant: "tenant-1", Client: "client-1", Host: "host@example.jp", Secret: "s3cret"}
		if err := h.Meeting.GiveAccount(ctx, h.AsHR(), in); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := h.Meeting.Name(ctx, h.AsHR(), meeting.NameInput{Workplace: h.Honsha.ID, Tool: tool, Way: way}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) book(kind casework.Type) (casework.Case, scheduling.Booking) {
	h.t.Helper()
	c := h.Open(h.AsWorker(), h.Worker.ID, kind)
	b, err := h.Service.Book(context.Background(), h.AsWorker(), scheduling.BookInput{Case: c.ID, Physician: h.Physician.ID, Start: h.At(1, "9:40"), Mode: casework.Online})
	if err != nil {
		h.t.Fatal(err)
	}
	return c, b
}

func (h *house) meeting(b scheduling.Booking) meeting.Meeting {
	h.t.Helper()
	m, err := h.MeetingOf(b.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

func TestMeetingFollowsTheBooking(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.name(meeting.Zoom, meeting.Made)
		c, b := h.book(casework.LongHoursGeneral)
		if m := h.meeting(b); m.State != meeting.Wanted || m.Link != "" {
			t.Errorf("before the job: %s %q", m.State, m.Link)
		}
		h.work()
		m := h.meeting(b)
		if m.State != meeting.Ready || m.Link == "" || m.Ref == "" || len(h.Tool.There) != 1 {
			t.Fatalf("after the job: %s, %d meetings", m.State, len(h.Tool.There))
		}
		if got := h.work(); got != nil || len(h.Tool.Calls) != 1 {
			t.Errorf("nothing was left to do: %v, %v", got, h.Tool.Calls)
		}
		moved, err := h.Service.Move(ctx, h.AsWorker(), scheduling.BookInput{Case: c.ID, Physician: h.Physician.ID, Start: h.At(2, "10:20"), Mode: casework.Online})
		if err != nil {
			t.Fatal(err)
		}
		h.work()
		if o := h.Tool.There[string(b.ID)]; !o.From.Equal(moved.From) || !o.To.Equal(moved.Until()) {
			t.Errorf("moved to %s at the tool, want %s", o.From, moved.From)
		}
		if _, err := h.Service.Cancel(ctx, h.AsWorker(), c.ID); err != nil {
			t.Fatal(err)
		}
		if m := h.meeting(b); m.Link != "" {
			t.Error("a cancelled interview keeps its link")
		}
		h.work()
		if m := h.meeting(b); m.State != meeting.Gone || len(h.Tool.There) != 0 {
			t.Errorf("cancelled: %s, %d meetings", m.State, len(h.Tool.There))
		}
	})
}

func TestOwnRoomNeedsNothing(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, h *house) {
		_, b := h.book(casework.LongHoursGeneral)
		if _, err := h.MeetingOf(b.ID); !errors.Is(err, meeting.ErrNone) {
			t.Errorf("a meeting for the own room: %v", err)
		}
	})
}

func TestTroubleAtTheTool(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, h *house) {
		h.name(meeting.Zoom, meeting.Made)
		c, b := h.book(casework.LongHoursGeneral)

		h.Tool.Fail = &meeting.Later{After: 5 * time.Minute}
		if errs := h.work(); len(errs) != 1 || errs[0] != nil {
			t.Fatalf("busy is not a failure: %v", errs)
		}
		if h.work() != nil {
			t.Error("asked again at once")
		}
		h.Clock.Add(5 * time.Minute)
		h.Tool.Fail = meeting.ErrUnreachable
		if errs := h.work(); len(errs) != 1 || !errors.Is(errs[0], meeting.ErrUnreachable) {
			t.Fatalf("unreachable: %v", errs)
		}
		h.Clock.Add(time.Minute)
		h.Tool.Fail, h.Tool.Lose = nil, meeting.ErrUnreachable
		h.work() // done there, and the answer lost
		h.Clock.Add(time.Minute)
		h.Tool.Lose = nil
		h.work()
		if m := h.meeting(b); m.State != meeting.Ready || len(h.Tool.There) != 1 {
			t.Errorf("after all: %s, %d meetings", m.State, len(h.Tool.There))
		}

		// Credentials that are refused: a person is told, and may paste.
		if _, err := h.Service.Cancel(context.Background(), h.AsWorker(), c.ID); err != nil {
			t.Fatal(err)
		}
		h.work()
		again, err := h.Service.Book(context.Background(), h.AsWorker(), scheduling.BookInput{Case: c.ID, Physician: h.Physician.ID, Start: h.At(1, "10:20"), Mode: casework.Online})
		if err != nil {
			t.Fatal(err)
		}
		h.Tool.Fail = meeting.ErrRefused
		h.work()
		if m := h.meeting(again); m.State != meeting.Failed || m.Problem != "meeting.refused" || len(h.Missed) != 1 {
			t.Fatalf("refused: %s %s, %d told", m.State, m.Problem, len(h.Missed))
		}
		h.Tool.Fail = nil
		h.name(meeting.Zoom, meeting.Made) // new credentials
		h.work()
		if m := h.meeting(again); m.State != meeting.Ready {
			t.Errorf("with new credentials: %s %s", m.State, m.Problem)
		}
	})
}

func TestPaste(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.name(meeting.Meet, meeting.Pasted)
		c, b := h.book(casework.Consultation)
		if len(h.Missed) != 1 {
			t.Errorf("%d were told that a link is needed", len(h.Missed))
		}
		const good = "https://meet.google.com/abc-mnop-xyz"
		for name, who := range map[string]actor.Actor{"HR, who may not know of a consultation": h.AsHR(), "another company": h.AsForeignHR(), "the manager": h.AsManager()} {
			if err := h.Meeting.Paste(ctx, who, c.ID, good); !errors.Is(err, access.ErrHidden) {
				t.Errorf("%s: %v, want hidden", name, err)
			}
		}
		if err := h.Meeting.Paste(ctx, h.AsPhysician(), c.ID, "https://zoom.us/j/12345678901"); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a link of another tool: %v", err)
		}
		if err := h.Meeting.Paste(ctx, h.AsPhysician(), c.ID, good); err != nil {
			t.Fatal(err)
		}
		entry := func(worker bool) (e meeting.Entry) {
			t.Helper()
			if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
				e, err = h.Meeting.Entry(ctx, tx, b, worker)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return e
		}
		if e := entry(true); e.Link != "" {
			t.Error("the worker has the link a day before")
		}
		if e := entry(false); e.Link != good {
			t.Errorf("the physician has %q", e.Link)
		}
		h.Clock.Set(b.From.Add(-30 * time.Minute))
		if e := entry(true); e.Link != good || e.Tool != meeting.Meet {
			t.Errorf("half an hour before: %+v", e)
		}
	})
}

func TestWhoNamesTheTool(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		in := meeting.NameInput{Workplace: h.Honsha.ID, Tool: meeting.Teams, Way: meeting.Pasted}
		for name, who := range map[string]actor.Actor{
			"worker": h.AsWorker(), "manager": h.AsManager(), "physician": h.AsPhysician(), "nurse": h.AsNurse(), "committee": h.AsCommittee(),
			"admin": h.AsAdmin(), "another company": h.AsForeignHR(),
		} {
			if err := h.Meeting.Name(ctx, who, in); !slices.Contains([]fault.Kind{fault.NotFound, fault.Forbidden}, fault.KindOf(err)) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if sheet, err := h.Meeting.SheetOf(ctx, h.AsHR(), h.Honsha.ID); err != nil || sheet.Designation.Tool != meeting.Own || sheet.Designation.Named() {
			t.Errorf("before: %+v, %v", sheet.Designation, err)
		}
		in.Way = meeting.Made
		if err := h.Meeting.Name(ctx, h.AsHR(), in); fault.KindOf(err) != fault.Invalid {
			t.Errorf("made without credentials: %v", err)
		}
		in.Way = meeting.Pasted
		if err := h.Meeting.Name(ctx, h.AsHR(), in); err != nil {
			t.Fatal(err)
		}
		if sheet, err := h.Meeting.SheetOf(ctx, h.AsCommittee(), h.Honsha.ID); err != nil || sheet.Designation.Tool != meeting.Teams || !sheet.Designation.Named() || sheet.May {
			t.Errorf("after: %+v, %v", sheet, err)
		}
		h.name(meeting.Zoom, meeting.Made)
		if err := h.Meeting.ForgetAccount(ctx, h.AsHR(), h.Honsha.ID, meeting.Zoom); err != nil {
			t.Fatal(err)
		}
		if sheet, err := h.Meeting.SheetOf(ctx, h.AsHR(), h.Honsha.ID); err != nil || sheet.Designation.Way != meeting.Pasted || len(sheet.Accounts) != 0 {
			t.Errorf("forgotten: %+v, %v", sheet, err)
		}
	})
}

// The secret is sealed in the database and bound to its company and tool.
func TestSecretIsSealed(t *testing.T) {
	t.Parallel()
	both(t, func(t *testing.T, h *house) {
		ctx := context.Background()
		h.name(meeting.Zoom, meeting.Made)
		err := h.DB.Write(ctx, actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
			a, err := h.Store.Account(ctx, tx, h.Company.ID, meeting.Zoom)
			if err != nil || a.Secret != "s3cret" {
				t.Errorf("read back %d characters, %v", len(a.Secret), err)
			}
			var raw []byte
			db := database.Of(tx)
			if err := db.Row(ctx, `SELECT secret FROM meeting_accounts WHERE company = ?1`, h.Company.ID).Scan(&raw); err != nil {
				return err
			}
			if len(raw) < 20 || slices.Contains([]string{"s3cret"}, string(raw)) {
				t.Errorf("%d bytes in the column: not sealed", len(raw))
			}
			if err := db.Exec(ctx, `UPDATE meeting_accounts SET company = ?1`, id.Company("com_other")); err != nil {
				return err
			}
			if _, err := h.Store.Account(ctx, tx, "com_other", meeting.Zoom); err == nil {
				t.Error("a secret moved to another company opens")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
