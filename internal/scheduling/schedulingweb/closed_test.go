package schedulingweb_test

import (
	"net/http"
	"strings"
	"testing"

	"mendan/internal/casework"
	"mendan/internal/fault"
)

// Where online is not ready the page offers what is left in person and says so
// to each reader; a posted online booking is the same page, nothing booked.
func TestClosedGateOnThePages(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.OpenCase(t)
	base := "/interviews/" + string(c) + "/booking"
	s.Online.Close(fault.New(fault.Conflict, "gate.closed"))

	list := s.get("worker", base+"?from=2026-12-02")
	s.want(list, http.StatusOK, "オンラインの準備がまだです。対面なら予約できます。", "対面")
	if strings.Contains(list.body, "どちらも可") || strings.Contains(list.body, "/programme/") {
		t.Error("the worker is offered online, or sent to HR's page")
	}
	s.want(s.get("hr", base+"?from=2026-12-02"), http.StatusOK, "この事業場は、オンライン面談の準備がまだです", "/programme/"+string(s.Honsha.ID)+"/gate")
	s.want(s.send("worker", "POST", base, s.slot(s.At(2, "09:00"), casework.Online)), http.StatusConflict, "オンラインで行う準備が、事業場でまだ整っていません。対面の面談はできます。")
	if got := s.State(c); got != casework.Ready {
		t.Errorf("the case is %s", got)
	}
	if a := s.send("worker", "POST", base, s.slot(s.At(2, "09:00"), casework.InPerson)); a.status != http.StatusSeeOther {
		t.Errorf("in person: %d", a.status)
	}

	s.Online.Close(nil)
	other := s.get("worker", base+"?from=2026-12-02")
	if strings.Contains(other.body, "オンラインの準備がまだです") {
		t.Error("an open gate is said to be closed")
	}
}
