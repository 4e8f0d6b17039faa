package schedulingweb_test

import (
	"net/url"
	"strings"
	"testing"

	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/scheduling/schedulingtest"
)

// A worker takes his application back before he booked: no reason, no word to the employer of a consultation.
func TestWithdrawBeforeBooking(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.Open(s.AsWorker(), s.Worker.ID, casework.Consultation)
	path := "/interviews/" + string(c.ID) + "/withdraw"
	page := s.get("worker", path)
	s.want(page, 200, "申し込みを取り下げる", "理由は聞きません", "会社には何も伝わりません。")
	for _, not := range []string{"人事担当の画面", "予約も取り消されます", "<textarea", `type="text"`} {
		if strings.Contains(page.body, not) {
			t.Errorf("the page holds %q", not)
		}
	}
	a := s.send("worker", "POST", path, url.Values{})
	if a.status != 303 || a.to != "/interviews/"+string(c.ID) || s.State(c.ID) != casework.Abandoned {
		t.Fatalf("%d %s %s", a.status, a.to, s.State(c.ID))
	}
	if sent := s.Post.Take(); len(sent) != 0 {
		t.Errorf("told: %+v", sent)
	}
	// Pressed twice, and looked at again: nothing happens and nothing frightens.
	if a := s.send("worker", "POST", path, url.Values{}); a.status != 303 {
		t.Errorf("again: %d", a.status)
	}
	if a := s.get("worker", path); a.status != 303 {
		t.Errorf("looked at again: %d", a.status)
	}
	// He can ask again at once.
	s.Open(s.AsWorker(), s.Worker.ID, casework.Consultation)
}

// Withdrawing what is booked frees the time, clears both calendars and tells HR the fact.
func TestWithdrawAfterBooking(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.OpenCase(t)
	path := "/interviews/" + string(c) + "/withdraw"
	slot := s.slot(s.At(1, "9:40"), casework.Online)
	s.want(s.send("worker", "POST", "/interviews/"+string(c)+"/booking", slot), 303)
	s.Post.Take()
	s.want(s.get("worker", path), 200, "12月1日(火)", "予約も取り消されます", "人事担当の画面には「取り下げられました」と出ます")
	s.want(s.send("worker", "POST", path, url.Values{}), 303)
	if s.State(c) != casework.Abandoned {
		t.Fatalf("the case is %s", s.State(c))
	}
	told := map[notify.Kind]int{}
	for _, n := range s.Post.Take() {
		told[n.Kind]++
		if (n.To == schedulingtest.Officer) != (n.Kind == notify.BookingFact) {
			t.Errorf("%s went to %s", n.Kind, n.To)
		}
	}
	if told[notify.CancelledBooking] != 2 || told[notify.BookingFact] != 1 {
		t.Errorf("told: %v", told)
	}
	other := s.Open(s.AsWorker(), s.Worker.ID, casework.Consultation)
	s.want(s.send("worker", "POST", "/interviews/"+string(other.ID)+"/booking", slot), 303)
}

// Nobody takes it back for the worker, and nobody learns here that it is.
func TestNobodyElseWithdraws(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.OpenCase(t)
	path := "/interviews/" + string(c) + "/withdraw"
	for _, who := range []string{"foreigner", "hr", "manager", "physician", "nurse", "coordinator", "admin"} {
		for _, method := range []string{"GET", "POST"} {
			var form url.Values
			if method == "POST" {
				form = url.Values{}
			}
			if a := s.send(who, method, path, form); a.status != 404 && a.status != 403 {
				t.Errorf("%s %s: %d", who, method, a.status)
			}
		}
	}
	if s.State(c) != casework.Ready {
		t.Errorf("the case is %s", s.State(c))
	}
	s.want(s.get("worker", "/interviews/"+string(id.New[id.Case]())+"/withdraw"), 404)
}

// Once the physician has opened the room it is too late, and the page says so.
func TestTooLateToWithdraw(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.OpenCase(t)
	s.want(s.send("worker", "POST", "/interviews/"+string(c)+"/booking", s.slot(s.At(1, "9:40"), casework.Online)), 303)
	s.Advance(c, casework.Started)
	path := "/interviews/" + string(c) + "/withdraw"
	if a := s.get("worker", path); a.status != 303 {
		t.Errorf("the page: %d", a.status)
	}
	s.want(s.send("worker", "POST", path, url.Values{}), 409, "取り下げられません")
	if s.State(c) != casework.InSession {
		t.Errorf("the case is %s", s.State(c))
	}
}
