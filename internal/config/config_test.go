package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mendan/internal/config"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func file(t *testing.T, mode os.FileMode, text string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "mendan.conf")
	if err := os.WriteFile(p, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLaterSourcesWin(t *testing.T) {
	t.Parallel()
	p := file(t, 0o600, "# a comment\nlisten = localhost:1\ndata = /from/file\ndemo = true\n")
	c, err := config.Load(p, env("MENDAN_LISTEN", "localhost:2"), map[string]string{"listen": "localhost:3"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "localhost:3" || c.Data != "/from/file" || c.PublicURL != "http://localhost:3" {
		t.Fatalf("%+v", c)
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	t.Parallel()
	p := file(t, 0o600, "listn = x\nlisten = nowhere\nmedia-udp-port = 99999\nno equals sign\nlog-level = loud\ndatabase = mysql://x\nmail-security = hope\npublic-url = http://mendan.example\n")
	_, err := config.Load(p, env(), nil)
	for _, want := range []string{
		`:1: unknown setting "listn"`, `listen: "nowhere" is not host:port`, `media-udp-port: "99999" is not a port`, ":4: expected name = value",
		`log-level: "loud"`, "database: begins", `mail-security: "hope"`, "public-url:", "mail-server: needed",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in:\n%v", want, err)
		}
	}
}

func TestSecretsStaySecret(t *testing.T) {
	t.Parallel()
	secret := file(t, 0o600, "hunter2\n")
	open := file(t, 0o644, "hunter2\n")
	c, err := config.Load("", env("MENDAN_MAIL_PASSWORD_FILE", secret, "MENDAN_DEMO", "true"), nil)
	if err != nil || c.MailPassword != "hunter2" {
		t.Fatalf("%q, %v", c.MailPassword, err)
	}
	if strings.Contains(c.Show(), "hunter2") {
		t.Fatal("Show tells the password")
	}
	if _, err := config.Load("", env("MENDAN_MAIL_PASSWORD_FILE", open, "MENDAN_DEMO", "true"), nil); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Fatalf("a secret that others can read was taken: %v", err)
	}
	if _, err := config.Load(file(t, 0o644, "demo = true\nmail-password = hunter2\n"), env(), nil); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Fatalf("a file with a secret that others can read was taken: %v", err)
	}
}

// Every setting stands in the operator's page, and the page names no other.
func TestDocumented(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/operate/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range config.Names() {
		if !strings.Contains(string(b), "| `"+s[0]+"` |") {
			t.Errorf("%s is not in docs/operate/configuration.md", s[0])
		}
	}
	for _, l := range strings.Split(string(b), "\n") {
		if name, ok := strings.CutPrefix(l, "| `"); ok {
			name, _, _ = strings.Cut(name, "`")
			found := false
			for _, s := range config.Names() {
				found = found || s[0] == name
			}
			if !found {
				t.Errorf("docs/operate/configuration.md names %q, which does not exist", name)
			}
		}
	}
}
