package e2e

import (
	"bufio"
	"context"
	"database/sql"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"mendan/internal/database/databasetest"
	"mendan/internal/web"
)

// Stopped in the middle of requests and bookings, the program ends well and
// soon; what it had answered is there at the next start, and a stream ends.
func TestStopsInOrder(t *testing.T) {
	each(t, func(t *testing.T, dsn string, args ...string) {
		data := filepath.Join(t.TempDir(), "data")
		p := serve(t, data, args...)
		worker := p.enters("従業員")
		booking, free := worker.asks("LONG_HOURS_GENERAL")
		worker.want(http.StatusSeeOther, http.MethodPost, booking, free[0])

		stream := p.listen(t, p.enters("産業医"), "/physician/arrivals/live")
		moved := make(chan string, 1) // the start that was answered last
		busy := make(chan struct{})   // closed when a few moves are through
		go func() {
			last := free[0].Get("start")
			for n := 1; ; n++ {
				to := url.Values{"move": {"1"}}
				for k, v := range free[n%2] {
					to[k] = v
				}
				a, err := worker.try(http.MethodPost, booking, to)
				if err != nil || a.status != http.StatusSeeOther {
					if err == nil {
						t.Errorf("a move answers %d: %s", a.status, words(a.body))
					}
					moved <- last
					return
				}
				if last = to.Get("start"); n == 5 {
					close(busy)
				}
			}
		}()
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				reader := &visitor{t: t, base: p.url, session: worker.session}
				for {
					a, err := reader.try(http.MethodGet, "/home", nil)
					if err != nil {
						return // the door is closed
					}
					if a.status != http.StatusOK {
						t.Errorf("while stopping a page answers %d", a.status)
						return
					}
				}
			})
		}
		<-busy
		began := time.Now()
		p.stop()
		t.Logf("stopped within %s", time.Since(began).Round(time.Millisecond))
		readers.Wait()
		last := <-moved
		select {
		case <-stream:
		case <-time.After(until):
			t.Error("the stream did not end")
		}
		if strings.Contains(p.logged(), `"level":"ERROR"`) {
			t.Errorf("log: %s", p.logged())
		}

		want, err := time.Parse(time.RFC3339, last)
		must(t, err)
		if got := count(t, data, dsn, `SELECT starts FROM bookings WHERE state = 'BOOKED'`); got != want.UnixMicro() {
			t.Errorf("booked is %s, answered was %s", time.UnixMicro(got).UTC(), want)
		}
		verified(t, data, dsn)
		again := serve(t, data, args...)
		worker.base = again.url
		worker.want(http.StatusOK, http.MethodGet, booking+"/done", nil)
	})
}

// listen opens a stream and closes the channel when it ends; it returns when
// the first line is there.
func (p *running) listen(t *testing.T, who *visitor, path string) <-chan struct{} {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, p.url+path, nil)
	must(t, err)
	req.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who.session})
	res, err := http.DefaultTransport.RoundTrip(req)
	must(t, err)
	t.Cleanup(func() { _ = res.Body.Close() })
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%s answers %d %s", path, res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := bufio.NewReader(res.Body)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			if _, err := lines.ReadString('\n'); err != nil {
				return
			}
		}
	}()
	return ended
}

// Two programs on one PostgreSQL are one product: a session of one holds on the
// other, a booking is seen on both, and its mails go out once.
func TestTwoServers(t *testing.T) {
	program(t)
	dsn := databasetest.Postgres(t)
	data, args := filepath.Join(t.TempDir(), "data"), []string{"--database", dsn}
	a, b := serve(t, data, args...), serve(t, data, args...)
	worker := a.enters("従業員")
	there := &visitor{t: t, base: b.url, session: worker.session}
	there.want(http.StatusOK, http.MethodGet, "/home", nil)
	booking, free := worker.asks("LONG_HOURS_GENERAL")
	there.want(http.StatusSeeOther, http.MethodPost, booking, free[0])
	worker.want(http.StatusOK, http.MethodGet, booking+"/done", nil)
	soonTrue(t, "the mails to be sent", func() bool {
		return count(t, data, dsn, `SELECT COUNT(*) FROM jobs WHERE kind LIKE 'notify.%' AND state = 'DONE'`) > 0 &&
			count(t, data, dsn, `SELECT COUNT(*) FROM notify_messages WHERE state = 'QUEUED' AND kind NOT LIKE '%remind%'`) == 0
	})
	if n := count(t, data, dsn, `SELECT COUNT(*) FROM jobs WHERE kind LIKE 'notify.%' AND state = 'DONE' AND (attempt <> 1 OR failures <> 0)`); n != 0 {
		t.Errorf("%d mails were taken up more than once", n)
	}
	// Signed out on one is signed out on both.
	worker.want(http.StatusSeeOther, http.MethodPost, "/account/signout", url.Values{})
	there.want(http.StatusSeeOther, http.MethodGet, "/home", nil)
	// One goes, the other stays.
	a.stop()
	b.enters("従業員").want(http.StatusOK, http.MethodGet, booking+"/done", nil)
	b.stop()
	verified(t, data, dsn)
}

// A second server on the same SQLite folder says so in one line, touches
// nothing, not even with --fresh, and starts once the first is gone.
func TestSecondServerOnOneFolder(t *testing.T) {
	program(t)
	data := filepath.Join(t.TempDir(), "data")
	first := serve(t, data)
	for _, more := range [][]string{nil, {"--fresh"}} {
		args := append([]string{"serve", "--demo", "--data", data, "--listen", "127.0.0.1:0", "--media-address", "127.0.0.1",
			"--media-udp-port", "0", "--media-tcp-port", "0", "--turn-port", "0"}, more...)
		cmd := exec.Command(program(t), args...)
		out, err := cmd.CombinedOutput()
		want := "mendan: data: another mendan serve runs on " + data + "; stop it first or give another folder\n"
		if err == nil || cmd.ProcessState.ExitCode() != 2 || string(out) != want {
			t.Errorf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
		}
	}
	first.enters("従業員").want(http.StatusOK, http.MethodGet, "/home", nil)
	first.stop()
	serve(t, data).stop()
}

// A full disk says so, loses nothing that was answered, and mends by itself.
func TestFullDisk(t *testing.T) {
	program(t)
	if os.Getuid() != 0 {
		t.Skip("a small disk can be mounted by root only")
	}
	disk := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk).CombinedOutput(); err != nil {
		t.Skipf("no small disk: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", disk).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	p := serve(t, filepath.Join(disk, "data"))
	worker := p.enters("従業員")
	booking, free := worker.asks("LONG_HOURS_GENERAL")
	worker.want(http.StatusSeeOther, http.MethodPost, booking, free[0])

	// The rest of the disk is taken to the last byte.
	ballast := filepath.Join(disk, "ballast")
	f, err := os.Create(ballast)
	must(t, err)
	for size := 1 << 16; size > 0; size /= 2 {
		for {
			if _, err := f.Write(make([]byte, size)); err != nil {
				break
			}
		}
	}
	must(t, f.Close())
	move := func(n int) url.Values {
		v := url.Values{"move": {"1"}}
		for k, to := range free[n%2] {
			v[k] = to
		}
		return v
	}
	// What room the log of the database still had is used up first: each answer is true.
	last, refused := 0, answer{}
	soonTrue(t, "the disk to be full", func() bool {
		a, err := worker.try(http.MethodPost, booking, move(last+1))
		must(t, err)
		if refused = a; a.status == http.StatusSeeOther {
			last++
			return false
		}
		return true
	})
	if refused.status != http.StatusServiceUnavailable || !strings.Contains(refused.body, "ただいま保存できません") || leak.MatchString(refused.body) {
		t.Errorf("a full disk answers %d: %s", refused.status, words(refused.body))
	}
	worker.want(http.StatusOK, http.MethodGet, booking+"/done", nil) // what is there can be read
	(&visitor{t: t, base: p.url}).want(http.StatusOK, http.MethodGet, "/healthz", nil)
	must(t, os.Remove(ballast))
	start := func(n int) int64 {
		at, err := time.Parse(time.RFC3339, free[n%2].Get("start"))
		must(t, err)
		return at.UnixMicro()
	}
	const booked = `SELECT starts FROM bookings WHERE state = 'BOOKED'`
	if got := count(t, p.data, "", booked); got != start(last) {
		t.Errorf("booked is %s, answered was %s", time.UnixMicro(got).UTC(), time.UnixMicro(start(last)).UTC())
	}
	worker.want(http.StatusSeeOther, http.MethodPost, booking, move(last+1))
	if got := count(t, p.data, "", booked); got != start(last+1) {
		t.Error("after the disk had room again a move was answered and not kept")
	}
	p.stop()
	verified(t, p.data, "")
}

// A port that media needs and somebody has ends the start, in one line that
// says which and what to change.
func TestMediaPortTaken(t *testing.T) {
	program(t)
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = udp.Close() })
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = tcp.Close() })
	for setting, taken := range map[string]net.Addr{"media-udp-port": udp.LocalAddr(), "turn-port": udp.LocalAddr(), "media-tcp-port": tcp.Addr()} {
		_, port, _ := net.SplitHostPort(taken.String())
		args := []string{"serve", "--demo", "--data", filepath.Join(t.TempDir(), "data"), "--listen", "127.0.0.1:0", "--media-address", "127.0.0.1"}
		for _, s := range []string{"media-udp-port", "turn-port", "media-tcp-port"} {
			args = append(args, "--"+s, map[bool]string{true: port, false: "0"}[s == setting])
		}
		cmd := exec.Command(program(t), args...)
		out, err := cmd.CombinedOutput()
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		want := "mendan: " + setting + ": port " + port + " is not free: address already in use"
		if err == nil || cmd.ProcessState.ExitCode() != 2 || lines[len(lines)-1] != want || strings.Contains(string(out), "again") {
			t.Errorf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
		}
	}
}

// leak is what no reader should meet.
var leak = regexp.MustCompile(`(?i)sqlite|no space|disk|\.go:|goroutine|web\.unavailable|postgres|connection`)

// The log names routes, never people: no name, address, number, secret or id of
// a case, whatever was done.
func TestLogNamesNobody(t *testing.T) {
	p := serve(t, filepath.Join(t.TempDir(), "data"), "--log-level", "debug")
	people := map[string]*visitor{}
	for role := range p.links {
		people[role] = p.enters(role)
		front := people[role].want(http.StatusSeeOther, http.MethodGet, "/", nil).seeing
		people[role].want(http.StatusOK, http.MethodGet, front, nil)
	}
	worker := people["従業員"]
	(&visitor{t: t, base: p.url}).want(http.StatusSeeOther, http.MethodPost, "/signin", url.Values{"mail": {"nobody-at-all@minato.example"}})
	(&visitor{t: t, base: p.url}).want(http.StatusNotFound, http.MethodGet, "/nowhere/secret-path-here?word=secret-word", nil)
	booking, free := worker.asks("LONG_HOURS_GENERAL")
	worker.want(http.StatusSeeOther, http.MethodPost, booking, free[0])
	worker.want(http.StatusOK, http.MethodGet, booking+"/done", nil)
	worker.want(http.StatusUnprocessableEntity, http.MethodPost, "/interviews/new", url.Values{"type": {"secret-type"}})
	p.stop()

	log := p.logged()
	if !strings.Contains(log, `"route":"POST /interviews/{case}/booking"`) || !strings.Contains(log, `"route":"POST /signin/{secret}"`) {
		t.Errorf("the log does not tell what was done: %s", log)
	}
	never := map[string]string{"session": worker.session, "case": strings.Split(booking, "/")[2], "path": "secret-path-here", "query": "secret-word",
		"form": "secret-type", "physician": free[0].Get("physician"), "mail": "nobody-at-all"}
	for role, link := range p.links {
		never["link of "+role] = strings.TrimPrefix(link, "/signin/")
	}
	for _, m := range nameLine.FindAllStringSubmatch(p.said(), -1) {
		for _, part := range strings.Fields(m[1]) {
			never["name "+part] = part
		}
	}
	if len(never) < 20 {
		t.Errorf("too little to look for: %v", never)
	}
	for what, text := range never {
		if text == "" || strings.Contains(log, text) {
			t.Errorf("the log tells the %s: %q", what, text)
		}
	}
	for what, shape := range map[string]*regexp.Regexp{
		"a mail address": regexp.MustCompile(`[\w.-]+@[\w-]+\.\w+`), "a telephone number": regexp.MustCompile(`\b0\d{1,3}-\d{2,4}-\d{4}\b`),
		"Japanese": regexp.MustCompile(`[\p{Han}\p{Hiragana}\p{Katakana}]`), "a token": regexp.MustCompile(`eyJ[\w-]{10}`),
	} {
		if found := shape.FindString(log); found != "" {
			t.Errorf("the log holds %s: %q", what, found)
		}
	}
}

var nameLine = regexp.MustCompile(`(?m)^  \S+ +(\S.*)\n +http://`)

// PostgreSQL goes away and comes back: forms say so, readiness tells it apart
// from media, the process lives, and it mends without a restart.
func TestDatabaseLost(t *testing.T) {
	program(t)
	dsn := databasetest.Postgres(t)
	u, err := url.Parse(dsn)
	must(t, err)
	name := strings.TrimPrefix(u.Path, "/")
	u.Path = "/postgres"
	admin, err := sql.Open("pgx", u.String())
	must(t, err)
	t.Cleanup(func() { _ = admin.Close() })
	does := func(q string, args ...any) {
		t.Helper()
		_, err := admin.ExecContext(context.Background(), q, args...)
		must(t, err)
	}
	data := filepath.Join(t.TempDir(), "data")
	p := serve(t, data, "--database", dsn)
	worker := p.enters("従業員")
	booking, free := worker.asks("LONG_HOURS_GENERAL")

	does(`ALTER DATABASE "` + name + `" ALLOW_CONNECTIONS false`)
	does(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, name)
	if a := worker.want(http.StatusServiceUnavailable, http.MethodPost, booking, free[0]); !strings.Contains(a.body, "ただいま保存できません") || leak.MatchString(a.body) {
		t.Errorf("a lost database answers: %s", words(a.body))
	}
	worker.want(http.StatusServiceUnavailable, http.MethodGet, "/home", nil)
	if a := worker.want(http.StatusServiceUnavailable, http.MethodGet, "/readyz", nil); a.body != "database down\nmedia ok\n" {
		t.Errorf("ready: %q", a.body)
	}
	worker.want(http.StatusOK, http.MethodGet, "/healthz", nil)

	does(`ALTER DATABASE "` + name + `" ALLOW_CONNECTIONS true`)
	// Connections that died unseen are found one by one, each by a refusal that is true.
	soonTrue(t, "the booking to be taken", func() bool {
		a, err := worker.try(http.MethodPost, booking, free[0]) // signed in still
		must(t, err)
		return a.status == http.StatusSeeOther
	})
	soonTrue(t, "the booking to be shown", func() bool {
		a, err := worker.try(http.MethodGet, booking+"/done", nil)
		must(t, err)
		return a.status == http.StatusOK
	})
	soonTrue(t, "readiness", func() bool {
		a, err := worker.try(http.MethodGet, "/readyz", nil)
		return err == nil && a.status == http.StatusOK
	})
	p.stop()
	verified(t, data, dsn)
}
