package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mendan/internal/assets"
	"mendan/internal/play"
	"mendan/internal/room"
	"mendan/internal/room/roomtest"
)

// thinEnv is set in the copy of this program that runs alone on a network of
// its own, where lines can be made thin without troubling anybody else.
const thinEnv = "MENDAN_E2E_THIN"

// The worker's browser runs in a group of its own: by it the kernel knows his
// packets, both ways.
const thinGroup = 54321

// Over a line of 300 kbit/s in each direction the voice goes on, both ways.
func TestThinLine(t *testing.T) {
	if err := assets.Check(); err != nil {
		t.Skip(err)
	}
	if _, err := play.FindChromium(); err != nil {
		t.Skip(err)
	}
	if os.Getenv(thinEnv) == "1" {
		thinLine(t)
		return
	}
	for _, tool := range []string{"ip", "tc", "iptables", "setpriv"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestThinLine$", "-test.v") //nolint:gosec // this program
	cmd.Env = append(os.Environ(), thinEnv+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) {
		t.Skip("a network of its own needs root: ", err)
	}
	t.Log(string(out))
	if err != nil {
		t.Error(err)
	}
	if strings.Contains(string(out), "--- SKIP") {
		t.Skip("the kernel here cannot make a line thin")
	}
}

func thinLine(t *testing.T) {
	sh := func(line string) error {
		f := strings.Fields(line)
		out, err := exec.CommandContext(t.Context(), f[0], f[1:]...).CombinedOutput() //nolint:gosec // the lines below
		if err != nil {
			return fmt.Errorf("%s: %w: %s", line, err, out)
		}
		return nil
	}
	for _, line := range []string{
		"ip link set lo up",
		"tc qdisc add dev lo root handle 1: htb default 10",
		"tc class add dev lo parent 1: classid 1:10 htb rate 1gbit quantum 60000",
		"tc class add dev lo parent 1: classid 1:30 htb rate 300kbit burst 4kb",
		"tc class add dev lo parent 1: classid 1:40 htb rate 300kbit burst 4kb",
		"tc qdisc add dev lo parent 1:30 handle 30: pfifo limit 40",
		"tc qdisc add dev lo parent 1:40 handle 40: pfifo limit 40",
		fmt.Sprintf("iptables -t mangle -A OUTPUT -p udp -m owner --gid-owner %d -j CONNMARK --set-mark 1", thinGroup),
	} {
		if err := sh(line); err != nil {
			t.Skip(err)
		}
	}
	chromium, err := play.FindChromium()
	if err != nil {
		t.Skip(err)
	}
	wrapped := filepath.Join(t.TempDir(), "chromium")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(wrapped, fmt.Appendf(nil, "#!/bin/sh\nexec setpriv --regid %d --clear-groups %s \"$@\"\n", thinGroup, chromium), 0o755)) //nolint:gosec // a program
	office, err := play.Open(context.Background())
	must(err)
	defer office.Close()
	t.Setenv("MENDAN_CHROMIUM", wrapped)
	phone, err := play.Open(context.Background())
	must(err)
	defer phone.Close()

	h, _, base := liveRoom(t)
	path := "/interviews/" + string(h.Case) + "/room"
	worker, err := phone.Person("worker", base, play.Phone)
	must(err)
	defer worker.Close()
	physician, err := office.Person("physician", base, play.Desktop)
	must(err)
	defer physician.Close()
	must(worker.Visit("/as/worker?to=" + path))
	must(physician.Visit("/as/physician?to=" + path))
	must(physician.Until(`document.querySelector('[data-ui="admit"]') && !document.querySelector('[data-ui="admit"]').disabled`, "to be allowed to admit"))
	must(physician.Press(`[data-ui="admit"]`))
	must(worker.Until(`(() => { const b = document.querySelector('[data-ui="enter"]'); if (b && !b.hidden && b.offsetParent) b.click(); return document.body.dataset.firstFrameMs; })()`, "for the first picture"))
	must(physician.Until(`document.body.dataset.firstFrameMs`, "for the first picture"))

	for _, line := range []string{
		fmt.Sprintf("iptables -t mangle -A POSTROUTING -p udp -m owner --gid-owner %d -j CLASSIFY --set-class 1:30", thinGroup),
		fmt.Sprintf("iptables -t mangle -A POSTROUTING -p udp -m connmark --mark 1 -m owner ! --gid-owner %d -j CLASSIFY --set-class 1:40", thinGroup),
	} {
		if err := sh(line); err != nil {
			t.Skip(err)
		}
	}
	thin := time.Now()
	must(worker.Wait(6 * time.Second)) // the browsers find out how little there is
	settled := time.Now()
	must(worker.Wait(8 * time.Second))
	// Saving data is the person's own choice; the voice must not need it, but it may not break it either.
	must(worker.Until(`(() => { document.querySelector('[data-ui="saver"]').click(); return true; })()`, "to save data"))
	must(physician.Until(`(() => { document.querySelector('[data-ui="saver"]').click(); return true; })()`, "to save data"))
	must(worker.Wait(8 * time.Second))
	out, err := exec.CommandContext(t.Context(), "tc", "-s", "class", "show", "dev", "lo").CombinedOutput()
	must(err)
	t.Logf("the line:\n%s", out)
	if n := strings.Count(string(out), "Sent 0 bytes"); n > 0 {
		t.Fatal("nothing went over the thin line: it was not thin")
	}
	_, err = h.Rooms.SaveChecklist(t.Context(), h.AsPhysician(), h.Case, roomtest.Checked())
	must(err)
	must(worker.Wait(time.Second))
	_, err = h.Rooms.End(t.Context(), h.AsPhysician(), h.Case, room.Aborted, "細い回線の試験")
	must(err)
	must(worker.Until(`document.body.dataset.phase === "ended"`, "to be told of the end"))
	must(worker.Wait(time.Second)) // the last statistics
	for side, f := range heard(t, h, thin, settled) {
		t.Logf("%s hears: at first %+v; then %+v", side, f[0], f[1])
		// A little may be made up by the decoder; nothing may be missing.
		if then := f[1]; then.seconds < 10 || then.silent > 0 || then.madeUp > 0.05*then.seconds {
			t.Errorf("%s does not hear the other side well over the thin line: %+v", side, then)
		}
		if first := f[0]; first.silent > 2 {
			t.Errorf("%s lost the voice when the line became thin: %+v", side, first)
		}
	}
	doc, err := h.Rooms.Pack(t.Context(), h.AsPhysician(), h.Case)
	must(err)
	t.Logf("figures: %+v", doc.Continuity)
	if c := doc.Continuity; c.Gaps > 0 || c.Worker.WithoutVoice > 3 || c.Physician.WithoutVoice > 3 {
		t.Errorf("the line did not hold: %+v", c)
	}
}

// hearing is what arrived of the other side's voice.
type hearing struct {
	seconds float64 // measured
	silent  float64 // of them in samples in which nothing arrived
	madeUp  float64 // seconds the decoder had to make up
	width   float64 // of the picture, last
}

// heard sums the samples of each side: those from thin to settled, and those after.
func heard(t *testing.T, h *roomtest.House, thin, settled time.Time) map[room.Side][2]hearing {
	t.Helper()
	out := map[room.Side][2]hearing{}
	for _, b := range h.Measurements(t) {
		f := out[b.Side]
		for _, x := range b.Samples {
			began := x.At.Add(-time.Duration(x.Span) * time.Millisecond)
			i := 1
			switch {
			case began.Before(thin):
				continue
			case began.Before(settled):
				i = 0
			}
			f[i].seconds += float64(x.Span) / 1000
			f[i].madeUp += x.AudioIn.ConcealedMS / 1000
			f[i].width = x.VideoIn.Width
			if x.AudioIn.Bytes == 0 {
				f[i].silent += float64(x.Span) / 1000
			}
		}
		out[b.Side] = f
	}
	return out
}
