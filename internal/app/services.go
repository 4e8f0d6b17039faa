package app

import (
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"time"

	"mendan/internal/account"
	"mendan/internal/account/accountdb"
	"mendan/internal/account/accountweb"
	"mendan/internal/assets"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/config"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencyrun"
	"mendan/internal/emergency/emergencyweb"
	"mendan/internal/gate"
	"mendan/internal/governance"
	"mendan/internal/holidays"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/mailer"
	"mendan/internal/media"
	"mendan/internal/meeting"
	"mendan/internal/modality"
	"mendan/internal/notify"
	"mendan/internal/notify/notifydb"
	"mendan/internal/notify/notifymail"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondata"
	"mendan/internal/opinion/opiniondb"
	"mendan/internal/opinion/opinionpdf"
	"mendan/internal/pdf"
	"mendan/internal/provision"
	"mendan/internal/questionnaire"
	"mendan/internal/questionnaire/forms"
	"mendan/internal/questionnaire/questionnairedb"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/room"
	"mendan/internal/room/roomdata"
	"mendan/internal/room/roomdb"
	"mendan/internal/room/roommedia"
	"mendan/internal/room/roompdf"
	"mendan/internal/room/roomweb"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingdb"
)

// services are the areas, put together over one database.
type services struct {
	db    *database.DB
	media *media.Supervisor
	box   *mailer.Box // nil but in the demo
	texts *notifymail.Texts

	jobs           *jobs.Service
	notices        *notify.Service
	tasks          *notify.Tasks
	delivery       *notify.Delivery
	accounts       *account.Service
	people         *directory.Service
	governance     *governance.Service
	fonts          *pdf.Fonts
	cases          *casework.Service
	questionnaires *questionnaire.Service
	bookings       *scheduling.Service
	provisions     *provision.Service
	gate           *gate.Service
	readiness      *readiness.Service
	modes          *modality.Service
	meetings       *meeting.Service
	rooms          *room.Service
	emergencies    *emergency.Service
	alarmHub       *emergencyweb.Hub
	calling        *emergencyrun.Runner
	pushKey        string // what browsers subscribe with; empty: no web push
	opinions       *opinion.Service
	drawer         opinionpdf.Drawer
	checks         readinessdb.Checks
	checker        *readiness.Checker
	hub            *roomweb.Hub
	evidence       roompdf.Drawer
	demoPeople     []accountweb.Person
}

// home is the zone of workplaces that name none, and of the provider.
var home = mustZone("Asia/Tokyo")

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // time/tzdata is linked in
	}
	return z
}

func build(c config.Config, db *database.DB, sup *media.Supervisor, key ed25519.PrivateKey, log *slog.Logger) (*services, error) {
	s := &services{db: db, media: sup}
	s.jobs = jobs.New(jobsdb.New())
	notes := notifydb.New()
	s.notices = notify.New(notes, s.jobs)
	s.people = directory.NewService(db, directorydb.New())
	s.cases = casework.NewService(db, caseworkdb.Store{}, s.people)
	s.accounts = account.NewService(db, accountdb.New(), time.Now, account.Ports{Queue: s.jobs, Postman: s.notices, Places: places{s.people}, Interviews: interviews{s}})

	s.tasks = notify.NewTasks(db, notes, s.accounts)

	if err := s.buildGovernance(); err != nil {
		return nil, err
	}
	library, err := forms.Load()
	if err != nil {
		return nil, err
	}
	s.questionnaires = questionnaire.NewService(db, questionnairedb.Store{}, s.cases, alarm{s}, library, home)

	s.bookings = scheduling.NewService(scheduling.Parts{
		Txns: db, Store: schedulingdb.New(), Cases: s.cases, People: s.people, Holidays: holidays.Japan(),
		Notices: s.notices, Accounts: accountsOf{s.accounts}, Online: online{s}, Rules: scheduling.Standard(),
	})
	s.cases.Listen(s.bookings.Moved)
	s.cases.Listen(s.questionnaires.Moved)

	if err := s.buildReadiness(c); err != nil {
		return nil, err
	}
	if err := s.buildModality(); err != nil {
		return nil, err
	}
	if err := s.buildMeeting(c); err != nil {
		return nil, err
	}

	s.buildProvision()
	if err := s.buildGate(); err != nil {
		return nil, err
	}
	rules, err := roomdata.Notice()
	if err != nil {
		return nil, err
	}
	s.rooms = room.NewService(room.Deps{
		Txns: db, Store: roomdb.Store{}, Media: roommedia.New(sup), Cases: s.cases, People: s.people, Times: times{s.bookings},
		Online: online{s}, Start: start{s}, Callbacks: callbacks{s}, Background: background{s}, Gates: gateSaid{s}, Modes: modeSaid{s}, Tools: outsideTools{s},
		Exceptions: cameraExceptions{s}, Rules: rules, Key: key,
	})
	roommedia.Attach(sup, s.rooms, log)
	s.hub = roomweb.NewHub(s.rooms, log)
	if err := s.buildEmergency(c, log); err != nil {
		return nil, err
	}

	words, err := opiniondata.Load()
	if err != nil {
		return nil, err
	}
	fonts := pdf.LaterFonts(printFonts)
	s.fonts = fonts
	s.drawer, s.evidence = opinionpdf.New(fonts, words, true), roompdf.New(fonts, home)
	s.opinions = &opinion.Service{
		Txns: db, Store: opiniondb.Store{}, Interviews: held{s}, Steps: s.cases, Notices: letters{s}, Pages: s.drawer, Words: words,
	}

	if s.texts, err = notifymail.NewTexts(); err != nil {
		return nil, err
	}
	transport, err := s.transport(c)
	if err != nil {
		return nil, err
	}
	s.delivery = notify.NewDelivery(db, s.notices, s.tasks, s.accounts, s.bookings, s.texts, notifymail.NewPost(transport), c.PublicURL)
	return s, nil
}

// printFonts reads the fonts of documents from among the assets.
func printFonts() (regular, bold []byte, err error) {
	if regular, err = assets.Font(assets.FontRegular); err != nil {
		return nil, nil, fmt.Errorf("fonts for documents: %w", err)
	}
	if bold, err = assets.Font(assets.FontBold); err != nil {
		return nil, nil, fmt.Errorf("fonts for documents: %w", err)
	}
	return regular, bold, nil
}

// transport is SMTP, or the box of the demo.
func (s *services) transport(c config.Config) (mailer.Transport, error) {
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, err
	}
	sender := mailer.Sender{From: mailer.Person{Name: c.ProviderName, Address: mailer.Address(c.MailFrom)}, Domain: u.Hostname()}
	if c.MailServer == "" {
		sender.From.Address = mailer.Address("mendan@" + u.Hostname())
		s.box = mailer.NewBox(sender)
		return s.box, nil
	}
	host, port, err := net.SplitHostPort(c.MailServer)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	security := map[string]mailer.Security{"starttls": mailer.StartTLS, "tls": mailer.TLS, "none": mailer.Clear}[c.MailSecurity]
	return mailer.NewSMTP(sender, mailer.Server{Host: host, Port: n, Security: security, User: c.MailUser, Password: c.MailPassword})
}
