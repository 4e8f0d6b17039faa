// Command mendan is the whole product in one program: the web server, its
// media server as a child, and the tools to look after both. It reads flags,
// calls internal/app and says in one line what went wrong: exit code 2 when
// the command was not understood or cannot be done as asked, 1 when it failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"mendan/internal/app"
	"mendan/internal/bench"
	"mendan/internal/config"
	"mendan/internal/media/mediaserver"
	"mendan/internal/play"
)

// version is set by the linker.
var version = "dev"

// settings are the flags that every command on an installation takes; each has
// its line in docs/operate/configuration.md.
type settings struct {
	Config string `help:"file with settings (name = value)" type:"path" placeholder:"FILE"`

	Data         string `help:"folder of the database, keys and documents" placeholder:"DIR"`
	Listen       string `help:"address of the web: host:port" placeholder:"ADDR"`
	PublicURL    string `name:"public-url" help:"address as people type it" placeholder:"URL"`
	Database     string `help:"postgres://... instead of SQLite in the data folder" placeholder:"DSN"`
	Demo         bool   `help:"the demo company; mail is shown at /demo/mail"`
	MediaListen  string `help:"address on which media is received" placeholder:"IP"`
	MediaAddress string `help:"address told to browsers for media" placeholder:"IP"`
	MediaUDPPort string `name:"media-udp-port" help:"UDP port for media" placeholder:"PORT"`
	MediaTCPPort string `name:"media-tcp-port" help:"TCP port for media" placeholder:"PORT"`
	TURNPort     string `name:"turn-port" help:"UDP port of the relay, 0 for none" placeholder:"PORT"`
	MailServer   string `help:"host:port of the mail server" placeholder:"ADDR"`
	MailFrom     string `help:"sender address of mails" placeholder:"MAIL"`
	MailUser     string `help:"user at the mail server" placeholder:"NAME"`
	MailSecurity string `help:"starttls, tls or none" placeholder:"HOW"`
	ProviderName string `help:"who supplies the physicians" placeholder:"NAME"`
	// Secrets are not flags: everybody on the machine sees a command line.
	ProviderPhone string `help:"telephone shown when the connection is lost" placeholder:"PHONE"`
	LogLevel      string `help:"debug, info, warn or error" placeholder:"LEVEL"`
}

func (s settings) load() (config.Config, error) { return s.with(config.Load) }

// loadData is for commands that look after the data and serve nobody.
func (s settings) loadData() (config.Config, error) { return s.with(config.LoadData) }

func (s settings) with(load func(string, func(string) string, map[string]string) (config.Config, error)) (config.Config, error) {
	flags := map[string]string{}
	for name, v := range map[string]string{
		"data": s.Data, "listen": s.Listen, "public-url": s.PublicURL, "database": s.Database,
		"media-listen": s.MediaListen, "media-address": s.MediaAddress, "media-udp-port": s.MediaUDPPort, "media-tcp-port": s.MediaTCPPort,
		"turn-port": s.TURNPort, "mail-server": s.MailServer, "mail-from": s.MailFrom, "mail-user": s.MailUser, "mail-security": s.MailSecurity,
		"provider-name": s.ProviderName, "provider-phone": s.ProviderPhone, "log-level": s.LogLevel,
	} {
		if v != "" {
			flags[name] = v
		}
	}
	if s.Demo {
		flags["demo"] = "true"
	}
	c, err := load(s.Config, os.Getenv, flags)
	if err != nil {
		return c, unusable{err}
	}
	return c, nil
}

// unusable marks what the caller has to change: exit code 2.
type unusable struct{ error }

type commands struct {
	Serve   serveCmd   `cmd:"" help:"run the product"`
	Migrate migrateCmd `cmd:"" help:"bring the database to this version and end"`
	Config  struct {
		Check configCheckCmd `cmd:"" help:"list every fault of the configuration"`
		Show  configShowCmd  `cmd:"" help:"show what is in force, secrets hidden"`
	} `cmd:"" help:"look at the configuration"`
	Audit struct {
		Verify auditVerifyCmd `cmd:"" help:"re-check the chain of all acts"`
	} `cmd:"" help:"look at the audit log"`
	Evidence struct {
		Verify evidenceVerifyCmd `cmd:"" help:"check an evidence.json: valid, or what is wrong"`
		Key    evidenceKeyCmd    `cmd:"" help:"print the public key evidence is signed with"`
	} `cmd:"" help:"look at evidence of interviews"`
	Explain struct {
		Modality explainModalityCmd `cmd:"" help:"online or in person: outcome, rows, reasons and version for a file of facts"`
	} `cmd:"" help:"say what a table of rules decides, and why"`
	Gate    gateCmd    `cmd:"" help:"is a workplace ready for interviews by video: exit 0 open, 1 closed"`
	Demo    demoCmd    `cmd:"" help:"play one whole interview in real browsers"`
	Bench   benchCmd   `cmd:"" help:"measure and print figures"`
	Version versionCmd `cmd:"" help:"print the version"`
	Media   mediaCmd   `cmd:"" hidden:""`
}

type serveCmd struct {
	settings
	Fresh bool `help:"with --demo: throw the data away and begin again"`
}

func (c serveCmd) Run(ctx context.Context) error {
	conf, err := c.load()
	if c.Fresh && !conf.Demo {
		return unusable{errors.New("--fresh throws data away and goes with --demo alone")}
	}
	if err != nil {
		return err
	}
	return app.Serve(ctx, app.Options{Config: conf, Out: os.Stdout, LogTo: os.Stderr, Version: version, Fresh: c.Fresh})
}

type migrateCmd struct{ settings }

func (c migrateCmd) Run(ctx context.Context) error {
	conf, err := c.loadData()
	if err != nil {
		return err
	}
	return app.Migrate(ctx, conf, os.Stdout)
}

type configCheckCmd struct{ settings }

func (c configCheckCmd) Run() error {
	if _, err := c.load(); err != nil {
		return err
	}
	fmt.Println("ok")
	return nil
}

type configShowCmd struct{ settings }

func (c configShowCmd) Run() error {
	conf, err := c.load()
	if err != nil {
		return err
	}
	fmt.Print(conf.Show())
	return nil
}

type auditVerifyCmd struct{ settings }

func (c auditVerifyCmd) Run(ctx context.Context) error {
	conf, err := c.loadData()
	if err != nil {
		return err
	}
	return app.VerifyAudit(ctx, conf, os.Stdout)
}

type evidenceVerifyCmd struct {
	File string `arg:"" help:"evidence.json" type:"path"`
	Key  string `help:"public key to trust (default: the one of --data)" placeholder:"KEY"`
	Data string `help:"folder of the installation" default:"./data" placeholder:"DIR"`
}

func (c evidenceVerifyCmd) Run() error {
	return app.VerifyEvidence(c.File, c.Key, c.Data, os.Stdout)
}

type evidenceKeyCmd struct {
	Data string `help:"folder of the installation" default:"./data" placeholder:"DIR"`
}

func (c evidenceKeyCmd) Run() error { return app.EvidenceKey(c.Data, os.Stdout) }

type explainModalityCmd struct {
	Facts string `required:"" help:"JSON object of facts (docs/modality-facts.md)" type:"path" placeholder:"FILE"`
	On    string `help:"day whose rules are asked (default: today)" placeholder:"DATE"`
	Lang  string `help:"ja or en" default:"ja" placeholder:"LANG"`
}

func (c explainModalityCmd) Run() error { return app.ExplainModality(c.Facts, c.On, c.Lang, os.Stdout) }

type gateCmd struct {
	settings
	Workplace string `help:"id of the workplace (wpl_...)" required:"" placeholder:"ID"`
	Type      string `help:"one type of interview instead of all this release holds" placeholder:"TYPE"`
	Format    string `help:"text or json" default:"text" placeholder:"HOW"`
}

func (c gateCmd) Run(ctx context.Context) error {
	conf, err := c.loadData()
	if err != nil {
		return err
	}
	open, err := app.Gate(ctx, conf, app.GateAsk{Workplace: c.Workplace, Type: c.Type, Format: c.Format}, os.Stdout)
	if err != nil {
		return err
	}
	if !open {
		return closed{}
	}
	return nil
}

// closed is an answer and no failure: exit code 1 without a word more.
type closed struct{}

func (closed) Error() string { return "the gate is closed" }

type demoCmd struct {
	Out string `help:"folder for documents, figures and pictures" default:"demo-out" placeholder:"DIR"`
}

func (c demoCmd) Run(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return play.Demo(ctx, play.DemoOptions{Program: self, Out: c.Out, Say: os.Stdout})
}

type benchCmd struct {
	Out   string `help:"file for the figures" default:"bench.json" placeholder:"FILE"`
	Quick bool   `help:"small data and few runs: only to see that it works"`
}

func (c benchCmd) Run(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return bench.Run(ctx, bench.Options{Program: self, Out: c.Out, Quick: c.Quick, Say: os.Stdout})
}

type versionCmd struct{}

func (versionCmd) Run() error {
	fmt.Println("mendan", version)
	return nil
}

type mediaCmd struct{}

func (mediaCmd) Run(ctx context.Context) error {
	return mediaserver.Main(ctx, os.Stdin, os.Stdout, os.Stderr)
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

func run(args []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	code := -1
	parser, err := kong.New(&c, kong.Name("mendan"),
		kong.Description("Online occupational-physician interviews, from the booking to the measure."),
		kong.UsageOnError(), kong.Writers(out, errOut), kong.Exit(func(n int) { code = n }),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		_, _ = fmt.Fprintln(errOut, "mendan:", err)
		return 1
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if code >= 0 {
		return code // --help
	}
	if err != nil {
		_, _ = fmt.Fprintf(errOut, "mendan: %s (mendan --help lists what there is)\n", oneLine(err))
		return 2
	}
	err = parsed.Run()
	if err == nil {
		return 0
	}
	if _, ok := errors.AsType[closed](err); ok {
		return 1
	}
	if u, ok := errors.AsType[unusable](err); ok {
		_, _ = fmt.Fprintln(errOut, "mendan: "+strings.ReplaceAll(u.Error(), "\n", "\nmendan: "))
		return 2
	}
	if u, ok := errors.AsType[app.Unusable](err); ok {
		_, _ = fmt.Fprintln(errOut, "mendan:", oneLine(u))
		return 2
	}
	_, _ = fmt.Fprintln(errOut, "mendan:", oneLine(err))
	return 1
}

func oneLine(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	return strings.Replace(text, `expected string value but got "EOL" (<EOL>)`, "a value is missing", 1)
}
