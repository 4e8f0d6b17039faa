package main

import (
	"bytes"
	"crypto/rand"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The test program is mendan when it is called with this set: commands are met
// as an operator meets them, and nothing has to be built first.
const asProgram = "MENDAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" {
		main()
	}
	os.Exit(m.Run())
}

// said is how a command ended.
type said struct {
	code     int
	out, err string
}

// mendan runs a command in an empty folder, or where in says.
func mendan(t *testing.T, in string, env []string, args ...string) said {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Dir = in
	cmd.Env = append(append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + in}, env...), asProgram+"=1")
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err := cmd.Run()
	if _, ok := err.(*exec.ExitError); err != nil && !ok { //nolint:errorlint // as Run documents it
		t.Fatal(err)
	}
	return said{cmd.ProcessState.ExitCode(), out.String(), errOut.String()}
}

// internals are words that belong into no line an operator reads.
var internals = regexp.MustCompile(`goroutine|\.go:\d|panic|web\.unavailable|sqlite3:|0x[0-9a-f]{4}|%!|EOL|<nil>`)

// refused checks the one line, the code, and that nothing was left in the folder.
func (s said) refused(t *testing.T, code int, dir string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(s.err, w) {
			t.Errorf("%q is not in %q", w, s.err)
		}
	}
	lines := strings.Split(strings.TrimSuffix(s.err, "\n"), "\n")
	if s.code != code || len(lines) != max(1, len(want)) || s.out != "" {
		t.Errorf("exit %d (want %d), %d lines, output %q:\n%s", s.code, code, len(lines), s.out, s.err)
	}
	for _, l := range lines {
		if !strings.HasPrefix(l, "mendan: ") {
			t.Errorf("a line does not say who speaks: %q", l)
		}
	}
	if bad := internals.FindString(s.err); bad != "" {
		t.Errorf("%q in %s", bad, s.err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if f.Name() == "data" || strings.HasSuffix(f.Name(), ".db") {
			t.Errorf("left behind: %s", f.Name())
		}
	}
}

// What is not understood is answered in one line and begins nothing.
func TestRefused(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	for name, c := range map[string]struct {
		args string
		env  []string
		code int
		want string
	}{
		"flag":               {"serve --nope", nil, 2, "unknown flag --nope"},
		"command":            {"nope", nil, 2, "unexpected argument nope"},
		"sub-command":        {"config nope", nil, 2, "unexpected argument nope"},
		"no sub-command":     {"audit", nil, 2, "verify"},
		"extra argument":     {"serve now", nil, 2, "unexpected argument now"},
		"no argument":        {"evidence verify", nil, 2, "<file>"},
		"no value":           {"serve --data", nil, 2, "--data: a value is missing"},
		"no port":            {"serve --demo --media-udp-port many", nil, 2, `media-udp-port: "many" is not a port`},
		"no mail":            {"serve", nil, 2, "mail-server: needed"},
		"fresh":              {"serve --fresh", nil, 2, "--fresh"},
		"fresh on a server":  {"serve --demo --fresh --database postgres://u@127.0.0.1:1/x --listen 127.0.0.1:0", nil, 2, "--fresh"},
		"environment":        {"serve --demo", []string{"MENDAN_LISTEN=nowhere"}, 2, `listen: "nowhere" is not host:port`},
		"secret file":        {"serve --demo", []string{"MENDAN_MAIL_PASSWORD_FILE=/nowhere"}, 2, "/nowhere cannot be read"},
		"engine":             {"migrate --database mysql://u:geheim@h", nil, 2, "database:"},
		"database address":   {"migrate --database postgres://u:gehe/im@h/x", nil, 2, "database: cannot be read as an address"},
		"database away":      {"migrate --database postgres://u:geheim@127.0.0.1:1/x", nil, 1, "database: no connection to PostgreSQL at 127.0.0.1:1: connection refused"},
		"port in use":        {"serve --demo --listen " + taken.Addr().String(), nil, 2, taken.Addr().String() + " is not free: address already in use"},
		"folder":             {"serve --demo --listen 127.0.0.1:0 --data /dev/null/data", nil, 2, "data: /dev/null/data cannot be made or written: not a directory"},
		"read-only folder":   {"migrate --data /proc/self", nil, 2, "data: the database /proc/self/mendan.db cannot be opened"},
		"audit of nothing":   {"audit verify --data nowhere", nil, 2, "no database in nowhere"},
		"evidence, no file":  {"evidence verify nowhere.json", nil, 2, "nowhere.json cannot be read"},
		"evidence, no key":   {"evidence verify /dev/null", nil, 2, "give --key"},
		"evidence, bad key":  {"evidence verify /dev/null --key x", nil, 2, "--key: not a public key"},
		"evidence key":       {"evidence key", nil, 2, "no evidence key"},
		"media by hand":      {"media", nil, 1, "started by mendan serve"},
		"configuration file": {"serve --config nowhere --demo", nil, 2, "nowhere: cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := mendan(t, dir, c.env, strings.Fields(c.args)...)
			s.refused(t, c.code, dir, c.want)
			if strings.Contains(s.err, "gehe") {
				t.Errorf("tells the password: %s", s.err)
			}
		})
	}
}

// A broken file lists every fault, one a line, and starts nothing.
func TestBrokenConfiguration(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"serve", "config check", "config show"} {
		dir := t.TempDir()
		file := filepath.Join(dir, "mendan.conf")
		text := "data = data\nlisten = nowhere\nlistn = x\nno equals sign\nlog-level = loud\nmedia-udp-port = 99999\nmail-security = hope\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		mendan(t, dir, nil, append(strings.Fields(command), "--config", file)...).refused(t, 2, dir,
			`mendan.conf:3: unknown setting "listn"`, "mendan.conf:4: expected name = value", `media-udp-port: "99999"`,
			`listen: "nowhere"`, `mail-security: "hope"`, `log-level: "loud"`, "mail-server: needed")
	}
}

func TestConfigShowHidesSecrets(t *testing.T) {
	t.Parallel()
	s := mendan(t, t.TempDir(), []string{"MENDAN_DATABASE=postgres://mendan:geheim@db/mendan", "MENDAN_MAIL_PASSWORD=geheim2", "MENDAN_DEMO=true"}, "config", "show", "--listen", "localhost:8081")
	if s.code != 0 || s.err != "" || strings.Contains(s.out, "geheim") || !strings.Contains(s.out, "database = (hidden)\n") ||
		!strings.Contains(s.out, "mail-password = (hidden)\n") || !strings.Contains(s.out, "listen = localhost:8081\n") {
		t.Errorf("%+v", s)
	}
	if s := mendan(t, t.TempDir(), nil, "config", "check", "--demo"); s != (said{0, "ok\n", ""}) {
		t.Errorf("%+v", s)
	}
}

func TestHelpAndVersion(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--help"}} {
		s := mendan(t, t.TempDir(), nil, args...)
		for _, command := range []string{"serve", "migrate", "config check", "config show", "audit verify", "evidence verify", "evidence key", "demo", "bench", "version"} {
			if !strings.Contains(s.out, "\n  "+command+" ") && !strings.Contains(s.out, "\n  "+command+"\n") {
				t.Errorf("%v does not list %s:\n%s", args, command, s.out)
			}
		}
		if s.code != 0 || s.err != "" || strings.Contains(s.out, "\n  media") {
			t.Errorf("%+v", s)
		}
	}
	if s := mendan(t, t.TempDir(), nil, "serve", "--help"); s.code != 0 || !strings.Contains(s.out, "--public-url") || !strings.Contains(s.out, "--fresh") {
		t.Errorf("%+v", s)
	}
	if s := mendan(t, t.TempDir(), nil, "version"); s != (said{0, "mendan dev\n", ""}) {
		t.Errorf("%+v", s)
	}
}

// A database is brought to this version once; its empty log holds; a file that
// is none, and one without our tables, are named as what they are.
func TestMigrateAndVerify(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if s := mendan(t, dir, nil, "migrate"); s.code != 0 || !regexp.MustCompile(`^[1-9]\d* steps`).MatchString(s.out) {
		t.Errorf("%+v", s)
	}
	if s := mendan(t, dir, nil, "migrate"); s != (said{0, "0 steps, now at the newest\n", ""}) {
		t.Errorf("%+v", s)
	}
	if s := mendan(t, dir, nil, "audit", "verify"); s != (said{0, "ok: no acts yet\n", ""}) {
		t.Errorf("%+v", s)
	}
	if err := os.MkdirAll(filepath.Join(dir, "empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "empty", "mendan.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if s := mendan(t, dir, nil, "audit", "verify", "--data", "empty"); s.code != 1 || strings.Contains(s.err, "broken") || !strings.Contains(s.err, "audit log cannot be read") || internals.MatchString(s.err) {
		t.Errorf("%+v", s)
	}
	noise := make([]byte, 1<<16)
	_, _ = rand.Read(noise)
	if err := os.WriteFile(filepath.Join(dir, "empty", "mendan.db"), noise, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"migrate", "audit verify", "serve --demo --listen 127.0.0.1:0"} {
		s := mendan(t, dir, nil, append(strings.Fields(command), "--data", "empty")...)
		if s.code != 2 || !strings.Contains(s.err, "file is not a database") || strings.Count(s.err, "\n") != 1 || internals.MatchString(s.err) {
			t.Errorf("%s: %+v", command, s)
		}
	}
}
