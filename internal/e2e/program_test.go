package e2e

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// until is how long a condition may take before it counts as never.
const until = 15 * time.Second

// running is the built program as an operator started it.
type running struct {
	t     *testing.T
	url   string
	data  string
	links map[string]string // role: path of a sign-in link
	cmd   *exec.Cmd
	ended chan struct{}

	// mu guards the two texts.
	mu       sync.Mutex
	out, log bytes.Buffer
}

type guarded struct {
	mu *sync.Mutex
	b  *bytes.Buffer
}

func (g guarded) Write(p []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.b.Write(p)
}

// said is everything on standard output so far.
func (p *running) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

func (p *running) logged() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

var roleLine = regexp.MustCompile(`(?m)^  (\S+) +\S.*\n +(http://\S+)$`)

// serve starts the demo on the data and waits until it greets.
func serve(t *testing.T, data string, args ...string) *running {
	t.Helper()
	p := &running{t: t, data: data, links: map[string]string{}, ended: make(chan struct{})}
	args = append([]string{"serve", "--demo", "--data", data, "--listen", "127.0.0.1:0", "--public-url", "http://localhost:0",
		"--media-address", "127.0.0.1", "--media-udp-port", "0", "--media-tcp-port", "0", "--turn-port", "0"}, args...)
	p.cmd = exec.Command(program(t), args...) // ended below
	p.cmd.Stdout, p.cmd.Stderr = guarded{&p.mu, &p.out}, guarded{&p.mu, &p.log}
	must(t, p.cmd.Start())
	go func() { _ = p.cmd.Wait(); close(p.ended) }()
	t.Cleanup(func() {
		select {
		case <-p.ended:
		default:
			p.stop()
		}
	})
	soonTrue(t, "the program to greet", func() bool {
		select {
		case <-p.ended:
			t.Fatalf("ended at start: %s", p.logged())
		default:
		}
		return strings.Contains(p.said(), "/demo/mail")
	})
	m := regexp.MustCompile(`Mendan is at (\S+)`).FindStringSubmatch(p.said())
	p.url = m[1]
	for _, l := range roleLine.FindAllStringSubmatch(p.said(), -1) {
		role, _, _ := strings.Cut(strings.ReplaceAll(l[1], "（", "("), "(")
		p.links[role] = strings.TrimPrefix(l[2], p.url)
	}
	return p
}

// stop asks the program to end as an operator does and wants it to do so well.
func (p *running) stop() {
	p.t.Helper()
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ended:
	case <-time.After(until):
		_ = p.cmd.Process.Kill()
		<-p.ended
		p.t.Errorf("did not stop within %s", until)
		return
	}
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		p.t.Errorf("exit %d: %s", code, p.logged())
	}
}

// soonTrue waits for a condition.
func soonTrue(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(until); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %s for %s", until, what)
		}
	}
}

// visitor is a browser without script: it keeps the session cookie.
type visitor struct {
	t       *testing.T
	base    string
	session string
}

type answer struct {
	status       int
	body, seeing string // seeing: where a redirect leads
}

// try sends one request and follows nothing.
func (v *visitor) try(method, path string, form url.Values) (answer, error) {
	req, err := http.NewRequestWithContext(context.Background(), method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v.session != "" {
		req.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: v.session})
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	for _, c := range res.Cookies() {
		if c.Name == web.SessionCookie {
			v.session = c.Value
		}
	}
	return answer{res.StatusCode, string(b), res.Header.Get("Location")}, err
}

func (v *visitor) want(status int, method, path string, form url.Values) answer {
	v.t.Helper()
	a, err := v.try(method, path, form)
	if err != nil {
		v.t.Fatal(err)
	}
	if a.status != status {
		v.t.Fatalf("%s %s answers %d, want %d: %s", method, path, a.status, status, words(a.body))
	}
	return a
}

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

func words(page string) string { return tags.ReplaceAllString(page, " ") }

// enters signs in by the link that was printed for a role.
func (p *running) enters(role string) *visitor {
	p.t.Helper()
	v := &visitor{t: p.t, base: p.url}
	link, ok := p.links[role]
	if !ok {
		p.t.Fatalf("no link for %q: %v", role, p.links)
	}
	v.want(http.StatusOK, http.MethodGet, link, nil)
	v.want(http.StatusSeeOther, http.MethodPost, link, url.Values{})
	if v.session == "" {
		p.t.Fatal("no session")
	}
	return v
}

var confirmLink = regexp.MustCompile(`href="(/interviews/[^"]+/booking/confirm\?[^"]+)"`)

// asks begins an interview and gives its page of booking and the free times.
func (v *visitor) asks(kind string) (booking string, free []url.Values) {
	v.t.Helper()
	booking = v.want(http.StatusSeeOther, http.MethodPost, "/interviews/new", url.Values{"type": {kind}, "wish": {"EITHER"}}).seeing
	page := v.want(http.StatusOK, http.MethodGet, booking, nil)
	for _, m := range confirmLink.FindAllStringSubmatch(page.body, -1) {
		u, err := url.Parse(html.UnescapeString(m[1]))
		must(v.t, err)
		q := u.Query()
		free = append(free, url.Values{"physician": q["physician"], "start": q["start"], "mode": {"ONLINE"}})
	}
	if len(free) < 2 {
		v.t.Fatalf("%d free times: %s", len(free), words(page.body))
	}
	return booking, free
}

// each runs a test on both engines; args are what switches to it.
func each(t *testing.T, f func(t *testing.T, dsn string, args ...string)) {
	program(t)
	t.Run("sqlite", func(t *testing.T) { f(t, "") })
	t.Run("postgres", func(t *testing.T) {
		dsn := databasetest.Postgres(t)
		f(t, dsn, "--database", dsn)
	})
}

// count reads one number from the program's data.
func count(t *testing.T, data, dsn, query string) int64 {
	t.Helper()
	if dsn == "" {
		dsn = filepath.Join(data, "mendan.db")
	}
	db, err := database.Open(context.Background(), dsn, database.Options{Log: auditdb.Append, Now: time.Now})
	must(t, err)
	defer func() { _ = db.Close() }()
	var n int64
	must(t, db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		return database.Of(tx).Row(ctx, query).Scan(&n)
	}))
	return n
}

// A second start keeps what was there and prints links again; --fresh begins anew,
// and a start that is refused throws nothing away.
func TestStartsAgain(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	p := serve(t, data)
	if len(p.links) != 8 {
		t.Errorf("%d links, want one for each of 8 roles: %v", len(p.links), p.links)
	}
	worker := p.enters("従業員")
	booking, free := worker.asks("LONG_HOURS_GENERAL")
	worker.want(http.StatusSeeOther, http.MethodPost, booking, free[0])
	used := p.links["従業員"]

	second := exec.Command(program(t), "serve", "--demo", "--fresh", "--data", data, "--listen", strings.TrimPrefix(p.url, "http://"))
	if out, err := second.CombinedOutput(); err == nil || second.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "is not free") {
		t.Errorf("a second start on the port: %v %s", err, out)
	}
	worker.want(http.StatusOK, http.MethodGet, booking+"/done", nil)
	p.stop()

	p = serve(t, data)
	if p.links["従業員"] == used || len(p.links) != 8 {
		t.Errorf("the second start printed %v", p.links)
	}
	worker.base = p.url
	worker.want(http.StatusOK, http.MethodGet, booking+"/done", nil) // the session holds as well
	p.enters("従業員").want(http.StatusOK, http.MethodGet, booking+"/done", nil)
	(&visitor{t: t, base: p.url}).want(http.StatusGone, http.MethodGet, used, nil)
	p.stop()
	verified(t, data, "")

	p = serve(t, data, "--fresh")
	worker.base = p.url
	if a := worker.want(http.StatusSeeOther, http.MethodGet, booking+"/done", nil); !strings.HasPrefix(a.seeing, "/signin") {
		t.Errorf("a session outlived --fresh: %+v", a)
	}
	p.enters("従業員").want(http.StatusNotFound, http.MethodGet, booking+"/done", nil)
	p.stop()
}

// verified runs `mendan audit verify` on what a program left.
func verified(t *testing.T, data, dsn string) {
	t.Helper()
	args := []string{"audit", "verify", "--data", data}
	if dsn != "" {
		args = append(args, "--database", dsn)
	}
	out, err := exec.Command(program(t), args...).CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "ok: ") {
		t.Errorf("audit verify: %v %s", err, out)
	}
}

// A line of the log that was changed is found and named.
func TestTamperedLog(t *testing.T) {
	each(t, func(t *testing.T, dsn string, args ...string) {
		data := filepath.Join(t.TempDir(), "data")
		p := serve(t, data, args...)
		p.stop()
		verified(t, data, dsn)
		at := dsn
		if at == "" {
			at = filepath.Join(data, "mendan.db")
		}
		db, err := database.Open(context.Background(), at, database.Options{Log: func(context.Context, txn.Write, txn.Entry) error { return nil }, Now: time.Now})
		must(t, err)
		must(t, db.Write(context.Background(), actor.System("test"), "tamper", func(ctx context.Context, tx txn.Write) error {
			return database.Of(tx).Exec(ctx, `UPDATE audit_acts SET actor = 'somebody' WHERE seq = 3`)
		}))
		must(t, db.Close())
		cmd := exec.Command(program(t), append([]string{"audit", "verify", "--data", data}, args...)...)
		out, err := cmd.CombinedOutput()
		if err == nil || cmd.ProcessState.ExitCode() != 1 || string(out) != "mendan: the chain is broken: line 3 was changed\n" {
			t.Errorf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
		}
	})
}

// The media server dies: ready says so, the web goes on, and it is back in a moment.
func TestMediaServerDies(t *testing.T) {
	p := serve(t, filepath.Join(t.TempDir(), "data"))
	v := &visitor{t: t, base: p.url}
	v.want(http.StatusOK, http.MethodGet, "/healthz", nil)
	if a := v.want(http.StatusOK, http.MethodGet, "/readyz", nil); a.body != "database ok\nmedia ok\n" {
		t.Errorf("ready: %q", a.body)
	}
	worker := p.enters("従業員")
	child := onlyChild(t, p.cmd.Process.Pid)
	must(t, syscall.Kill(child, syscall.SIGKILL))
	killed := time.Now()
	soonTrue(t, "readiness to tell", func() bool {
		worker.want(http.StatusOK, http.MethodGet, "/home", nil)
		a, err := v.try(http.MethodGet, "/readyz", nil)
		return err == nil && a.status == http.StatusServiceUnavailable && a.body == "database ok\nmedia down\n"
	})
	v.want(http.StatusOK, http.MethodGet, "/healthz", nil)
	soonTrue(t, "the media server to be back", func() bool {
		worker.want(http.StatusOK, http.MethodGet, "/home", nil)
		a, err := v.try(http.MethodGet, "/readyz", nil)
		return err == nil && a.status == http.StatusOK
	})
	t.Logf("back after %s", time.Since(killed).Round(time.Millisecond))
	if again := onlyChild(t, p.cmd.Process.Pid); again == child {
		t.Error("the dead child is still there")
	}
	p.stop()
	if err := syscall.Kill(child, 0); err == nil {
		t.Error("the media server outlived the program")
	}
}

func onlyChild(t *testing.T, pid int) int {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil || len(tasks) == 0 {
		t.Skip("no /proc here")
	}
	var all []string
	for _, f := range tasks {
		b, _ := os.ReadFile(f)
		all = append(all, strings.Fields(string(b))...)
	}
	if len(all) != 1 {
		t.Fatalf("children: %v", all)
	}
	n, err := strconv.Atoi(all[0])
	must(t, err)
	return n
}
