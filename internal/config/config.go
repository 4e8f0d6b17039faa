// Package config is what an operator can set: one struct, filled from
// defaults, then a file, then the environment, then flags. All faults are
// reported at once. Every part of the program receives its own small values
// from internal/app; nobody else imports this package.
//
// What an administrator changes while the program runs is data, not
// configuration, and does not live here.
package config

import (
	"bufio"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Config is everything that can be set. Its zero value is not usable; Load it.
type Config struct {
	Data      string // folder of database, keys and documents
	Listen    string // host:port of the web
	PublicURL string // as people type it; cookies and mails need it
	Database  string // empty: SQLite in Data; postgres://... otherwise
	Demo      bool   // the demo company, mail shown at /demo/mail

	MediaListen   string // address that media is received on, empty: all
	MediaAddress  string // address told to browsers, empty: found by itself
	MediaUDPPort  int
	MediaTCPPort  int
	TURNPort      int    // UDP; 0 turns it off
	MailServer    string // host:port; empty only in the demo
	MailFrom      string
	MailUser      string
	MailPassword  string
	MailSecurity  string // starttls, tls, none
	ProviderName  string // who supplies the physicians, named in mails
	ProviderPhone string
	LogLevel      string // debug, info, warn, error

	// Ways out in an emergency, beside pages and mail: docs/operate/emergency-channels.md.
	EmergencyWebhook string // https address that takes SMS and voice calls
	EmergencySecret  string // signs what is posted there
	EmergencyInside  bool   // the webhook may stand in the own network
	TwilioURL        string
	TwilioAccount    string
	TwilioToken      string
	TwilioFrom       string
	PushContact      string // mailto: or https:, told to push services; empty: no web push
}

// setting is one line of the table: its name in the file, flags and (in upper
// case with MENDAN_) in the environment.
type setting struct {
	name    string
	help    string
	initial string
	secret  bool
	set     func(c *Config, v string) error
	get     func(c *Config) string
}

func text(f func(c *Config) *string) (func(*Config, string) error, func(*Config) string) {
	return func(c *Config, v string) error { *f(c) = v; return nil }, func(c *Config) string { return *f(c) }
}

func number(f func(c *Config) *int) (func(*Config, string) error, func(*Config) string) {
	return func(c *Config, v string) error {
			n, err := strconv.Atoi(v)
			if err != nil || n < 0 || n > 65535 {
				return fmt.Errorf("%q is not a port between 0 and 65535", v)
			}
			*f(c) = n
			return nil
		}, func(c *Config) string {
			return strconv.Itoa(*f(c))
		}
}

func yesNo(f func(c *Config) *bool) (func(*Config, string) error, func(*Config) string) {
	return func(c *Config, v string) error {
			b, err := strconv.ParseBool(v)
			if err != nil {
				return fmt.Errorf("%q is neither true nor false", v)
			}
			*f(c) = b
			return nil
		}, func(c *Config) string {
			return strconv.FormatBool(*f(c))
		}
}

func line(name, initial, help string, set func(*Config, string) error, get func(*Config) string) setting {
	return setting{name: name, initial: initial, help: help, set: set, get: get}
}

// settings is the table of everything that can be set, in the order it is shown.
func settings() []setting {
	t := func(name, initial, help string, f func(c *Config) *string) setting {
		set, get := text(f)
		return line(name, initial, help, set, get)
	}
	n := func(name, initial, help string, f func(c *Config) *int) setting {
		set, get := number(f)
		return line(name, initial, help, set, get)
	}
	b := func(name, initial, help string, f func(c *Config) *bool) setting {
		set, get := yesNo(f)
		return line(name, initial, help, set, get)
	}
	secret := func(s setting) setting { s.secret = true; return s }
	return []setting{
		t("data", "./data", "folder of the database, keys and documents", func(c *Config) *string { return &c.Data }),
		t("listen", "localhost:8080", "address of the web: host:port", func(c *Config) *string { return &c.Listen }),
		t("public-url", "", "address as people type it (default: http://localhost:PORT)", func(c *Config) *string { return &c.PublicURL }),
		secret(t("database", "", "postgres://... (default: SQLite in the data folder)", func(c *Config) *string { return &c.Database })),
		b("demo", "false", "start with the demo company and show mail at /demo/mail", func(c *Config) *bool { return &c.Demo }),
		t("media-listen", "", "address on which media is received (default: all)", func(c *Config) *string { return &c.MediaListen }),
		t("media-address", "", "address told to browsers for media (default: found by itself)", func(c *Config) *string { return &c.MediaAddress }),
		n("media-udp-port", "7882", "UDP port for media", func(c *Config) *int { return &c.MediaUDPPort }),
		n("media-tcp-port", "7881", "TCP port for media where UDP is closed", func(c *Config) *int { return &c.MediaTCPPort }),
		n("turn-port", "3478", "UDP port of the relay (TURN); 0 turns it off", func(c *Config) *int { return &c.TURNPort }),
		t("mail-server", "", "host:port of the mail server", func(c *Config) *string { return &c.MailServer }),
		t("mail-from", "", "sender address of mails", func(c *Config) *string { return &c.MailFrom }),
		t("mail-user", "", "user at the mail server", func(c *Config) *string { return &c.MailUser }),
		secret(t("mail-password", "", "password at the mail server", func(c *Config) *string { return &c.MailPassword })),
		t("mail-security", "starttls", "starttls, tls or none", func(c *Config) *string { return &c.MailSecurity }),
		t("provider-name", "Mendan運営事務局", "who supplies the physicians, named in mails", func(c *Config) *string { return &c.ProviderName }),
		t("provider-phone", "", "telephone of the provider, shown when the connection is lost", func(c *Config) *string { return &c.ProviderPhone }),
		t("emergency-webhook", "", "https address that takes SMS and voice calls of an emergency", func(c *Config) *string { return &c.EmergencyWebhook }),
		secret(t("emergency-webhook-secret", "", "signs what is posted to emergency-webhook", func(c *Config) *string { return &c.EmergencySecret })),
		b("emergency-webhook-inside", "false", "emergency-webhook may stand in the own network, also over http", func(c *Config) *bool { return &c.EmergencyInside }),
		t("twilio-url", "https://api.twilio.com", "REST interface of the SMS and voice provider", func(c *Config) *string { return &c.TwilioURL }),
		t("twilio-account", "", "account at the SMS and voice provider; empty: not used", func(c *Config) *string { return &c.TwilioAccount }),
		secret(t("twilio-token", "", "token of that account", func(c *Config) *string { return &c.TwilioToken })),
		t("twilio-from", "", "number that calls, +81..., or a messaging service", func(c *Config) *string { return &c.TwilioFrom }),
		t("push-contact", "", "mailto: or https: address told to push services; empty: no web push", func(c *Config) *string { return &c.PushContact }),
		t("log-level", "info", "debug, info, warn or error", func(c *Config) *string { return &c.LogLevel }),
	}
}

// Faults are all faults found at once.
type Faults []string

// Error joins them, one a line.
func (f Faults) Error() string { return strings.Join(f, "\n") }

// Load fills a Config to serve with. flags holds what the command line set, by
// setting name; getenv is os.Getenv or a test's. Errors: Faults; the Config is
// then what could be read, to look at and not to use.
func Load(file string, getenv func(string) string, flags map[string]string) (Config, error) {
	return load(file, getenv, flags, Config.checkServing)
}

// LoadData fills a Config for work on the data alone: what only serving needs,
// a mail server among it, may be missing. Errors: as Load.
func LoadData(file string, getenv func(string) string, flags map[string]string) (Config, error) {
	return load(file, getenv, flags, func(Config) Faults { return nil })
}

func load(file string, getenv func(string) string, flags map[string]string, more func(Config) Faults) (Config, error) {
	var c Config
	var faults Faults
	known := settings()
	for _, s := range known {
		_ = s.set(&c, s.initial)
	}
	apply := func(from string, values map[string]string) {
		for _, s := range known {
			if v, ok := values[s.name]; ok {
				if err := s.set(&c, v); err != nil {
					faults = append(faults, fmt.Sprintf("%s: %s: %v", from, s.name, err))
				}
			}
		}
	}
	if file != "" {
		values, err := readFile(file, known)
		faults = append(faults, err...)
		apply(file, values)
	}
	values, err := readEnv(known, getenv)
	faults = append(faults, err...)
	apply("environment", values)
	apply("flags", flags)
	faults = append(faults, c.check()...)
	faults = append(faults, more(c)...)
	if len(faults) > 0 {
		return c, faults
	}
	if c.PublicURL == "" {
		_, port, _ := net.SplitHostPort(c.Listen)
		c.PublicURL = "http://localhost:" + port
	}
	return c, nil
}

// readFile reads "name = value" lines; # begins a comment. A file with secrets
// must not be readable by others.
func readFile(file string, known []setting) (map[string]string, Faults) {
	f, err := os.Open(file)
	if err != nil {
		return nil, Faults{fmt.Sprintf("%s: cannot be read", file)}
	}
	defer func() { _ = f.Close() }()
	var faults Faults
	values := map[string]string{}
	names := map[string]setting{}
	for _, s := range known {
		names[s.name] = s
	}
	scan := bufio.NewScanner(f)
	for n := 1; scan.Scan(); n++ {
		l := strings.TrimSpace(scan.Text())
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		name, value, ok := strings.Cut(l, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		path, isFile := strings.CutSuffix(name, "-file")
		s, isKnown := names[name]
		if isFile {
			s, isKnown = names[path]
		}
		switch {
		case !ok:
			faults = append(faults, fmt.Sprintf("%s:%d: expected name = value", file, n))
		case !isKnown || isFile && !s.secret:
			faults = append(faults, fmt.Sprintf("%s:%d: unknown setting %q", file, n, name))
		case isFile:
			v, err := readSecret(value)
			if err != nil {
				faults = append(faults, fmt.Sprintf("%s:%d: %v", file, n, err))
				continue
			}
			values[path] = v
		default:
			if _, twice := values[name]; twice {
				faults = append(faults, fmt.Sprintf("%s:%d: %s is set twice", file, n, name))
			}
			values[name] = value
			if s.secret && value != "" {
				if info, err := f.Stat(); err == nil && info.Mode().Perm()&0o077 != 0 {
					faults = append(faults, fmt.Sprintf("%s: holds a secret (%s) and can be read by others: chmod 600", file, name))
				}
			}
		}
	}
	return values, faults
}

func readEnv(known []setting, getenv func(string) string) (map[string]string, Faults) {
	var faults Faults
	values := map[string]string{}
	for _, s := range known {
		name := "MENDAN_" + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
		if v := getenv(name); v != "" {
			values[s.name] = v
		}
		if path := getenv(name + "_FILE"); s.secret && path != "" {
			v, err := readSecret(path)
			if err != nil {
				faults = append(faults, fmt.Sprintf("environment: %s_FILE: %v", name, err))
				continue
			}
			values[s.name] = v
		}
	}
	return values, faults
}

func readSecret(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("secret file %s cannot be read", path)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("secret file %s can be read by others: chmod 600", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("secret file %s cannot be read", path)
	}
	return strings.TrimSpace(string(b)), nil
}

// check looks at fields and at pairs of fields.
func (c Config) check() Faults {
	var f Faults
	add := func(format string, args ...any) { f = append(f, fmt.Sprintf(format, args...)) }
	if c.Data == "" {
		add("data: a folder is needed")
	}
	_, port, err := net.SplitHostPort(c.Listen)
	if n, e := strconv.Atoi(port); err != nil || e != nil || n < 0 || n > 65535 {
		add("listen: %q is not host:port", c.Listen)
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		local := err == nil && u.Scheme == "http" && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1")
		if err != nil || u.Host == "" || u.Path != "" && u.Path != "/" || u.Scheme != "https" && !local {
			add("public-url: %q is not an https address (http only for localhost)", c.PublicURL)
		}
	}
	if c.Database != "" && !strings.HasPrefix(c.Database, "postgres://") && !strings.HasPrefix(c.Database, "postgresql://") {
		add("database: begins neither with postgres:// nor is empty")
	} else if _, err := url.Parse(c.Database); err != nil { // the error would tell the password
		add("database: cannot be read as an address (special characters in a password are written as %%XX)")
	}
	for name, address := range map[string]string{"media-listen": c.MediaListen, "media-address": c.MediaAddress} {
		if address != "" && net.ParseIP(address) == nil {
			add("%s: %q is not an IP address", name, address)
		}
	}
	if c.MediaUDPPort != 0 && c.MediaUDPPort == c.TURNPort {
		add("media-udp-port and turn-port: both are %d", c.TURNPort)
	}
	if c.MailServer != "" {
		if _, _, err := net.SplitHostPort(c.MailServer); err != nil {
			add("mail-server: %q is not host:port", c.MailServer)
		}
		if !strings.Contains(c.MailFrom, "@") {
			add("mail-from: an address is needed with a mail server")
		}
	}
	switch c.MailSecurity {
	case "starttls", "tls", "none":
	default:
		add("mail-security: %q is not starttls, tls or none", c.MailSecurity)
	}
	f = append(f, c.checkEmergency()...)
	switch c.LogLevel {
	case "debug", "info", "warn", "error":
	default:
		add("log-level: %q is not debug, info, warn or error", c.LogLevel)
	}
	return f
}

// checkEmergency looks at the ways out in an emergency.
func (c Config) checkEmergency() Faults {
	var f Faults
	if c.EmergencyWebhook != "" {
		u, err := url.Parse(c.EmergencyWebhook)
		if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !c.EmergencyInside) {
			f = append(f, "emergency-webhook: not an https address (http only with emergency-webhook-inside)")
		}
		if len(c.EmergencySecret) < 16 {
			f = append(f, "emergency-webhook-secret: at least 16 characters are needed with a webhook")
		}
		if c.TwilioAccount != "" {
			f = append(f, "emergency-webhook and twilio-account: choose one")
		}
	}
	if c.TwilioAccount != "" {
		if c.TwilioToken == "" || c.TwilioFrom == "" {
			f = append(f, "twilio-account: needs twilio-token and twilio-from")
		}
		if u, err := url.Parse(c.TwilioURL); err != nil || u.Scheme != "https" || u.Host == "" {
			f = append(f, "twilio-url: not an https address")
		}
	}
	if c.PushContact != "" && !strings.HasPrefix(c.PushContact, "mailto:") && !strings.HasPrefix(c.PushContact, "https://") {
		f = append(f, "push-contact: begins neither with mailto: nor with https://")
	}
	return f
}

// checkServing looks at what only a running product needs.
func (c Config) checkServing() Faults {
	var f Faults
	host, _, err := net.SplitHostPort(c.Listen)
	if err == nil && c.PublicURL == "" && !c.Demo && host != "" && host != "localhost" && host != "127.0.0.1" && host != "::1" {
		f = append(f, fmt.Sprintf("public-url: needed when listening on %q: browsers give cameras to https pages only", host))
	}
	if c.MailServer == "" && !c.Demo {
		f = append(f, "mail-server: needed, sign-in links go by mail (or start with --demo)")
	}
	return f
}

// DSN is the address of the database.
func (c Config) DSN() string {
	if c.Database != "" {
		return c.Database
	}
	return filepath.Join(c.Data, "mendan.db")
}

// Show lists all settings, secrets hidden, one a line.
func (c Config) Show() string {
	var b strings.Builder
	for _, s := range settings() {
		v := s.get(&c)
		if s.secret && v != "" {
			v = "(hidden)"
		}
		fmt.Fprintf(&b, "%s = %s\n", s.name, v)
	}
	return b.String()
}

// Names gives the settings' names and what they are for, in order.
func Names() [][2]string {
	var out [][2]string
	for _, s := range settings() {
		out = append(out, [2]string{s.name, s.help})
	}
	return out
}
