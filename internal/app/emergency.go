package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/config"
	"mendan/internal/demo"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencychannel"
	"mendan/internal/emergency/emergencydata"
	"mendan/internal/emergency/emergencydb"
	"mendan/internal/emergency/emergencyrun"
	"mendan/internal/governance"
	"mendan/internal/governance/governancedb"
	"mendan/internal/id"
	"mendan/internal/modality"
	"mendan/internal/outside"
	"mendan/internal/phone"
	"mendan/internal/questionnaire"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// buildEmergency puts the emergencies together with the channels that are set up.
func (s *services) buildEmergency(c config.Config, log *slog.Logger) error {
	table, err := emergencydata.Load()
	if err != nil {
		return err
	}
	public := strings.TrimRight(c.PublicURL, "/")
	senders := map[emergency.Channel]emergencyrun.Sender{}
	switch {
	case c.EmergencyWebhook != "":
		hook := emergencychannel.Webhook{
			URL: c.EmergencyWebhook, Secret: c.EmergencySecret, Public: public, Now: time.Now,
			Client: outside.Client(outside.Options{Inside: c.EmergencyInside}),
		}
		senders[emergency.SMS], senders[emergency.Voice] = hook, hook
	case c.TwilioAccount != "":
		twilio := emergencychannel.Twilio{
			Base: c.TwilioURL, Account: c.TwilioAccount, Token: c.TwilioToken, From: c.TwilioFrom, Public: public,
			Client: outside.Client(outside.Options{}),
		}
		senders[emergency.SMS], senders[emergency.Voice] = twilio, twilio
	}
	if c.PushContact != "" {
		key, err := pushKey(c.Data)
		if err != nil {
			return Unusable{err}
		}
		push := emergencychannel.Push{
			Key: key, Contact: c.PushContact, Public: public, Client: outside.Client(outside.Options{}), Now: time.Now,
			Forget: func(ctx context.Context, b emergency.Browser) error { return s.emergencies.Unsubscribed(ctx, b) },
		}
		if s.pushKey, err = push.PublicKey(); err != nil {
			return err
		}
		senders[emergency.Push] = push
	}
	var channels []emergency.Channel
	for ch := range senders {
		channels = append(channels, ch)
	}
	s.emergencies = emergency.NewService(emergency.Parts{
		Txns: s.db, Store: emergencydb.Store{}, Cases: s.cases, People: s.people, Accounts: whoSigns{s.accounts},
		Sessions: sessions{s}, Alerts: dangers{s}, Sealed: sealed{s}, Notices: s.notices, Meetings: planMeetings{},
		Table: table, Channels: channels,
	})
	s.rooms.Listen(func(id.Case) { s.emergencies.Ring() })
	s.governance.AddLines(s.emergencyHub)
	s.calling = emergencyrun.New(s.emergencies, senders, log)
	return nil
}

// pushKey reads the key under which web push is sent, made at the first start.
func pushKey(data string) (*ecdsa.PrivateKey, error) {
	path := filepath.Join(data, "keys", "push.key")
	text, err := os.ReadFile(path) //nolint:gosec // the operator's own folder
	if errors.Is(err, os.ErrNotExist) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		return key, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("push key %s cannot be read", path)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("push key %s is no key", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("push key %s is no key", path)
	}
	out, ok := key.(*ecdsa.PrivateKey)
	if !ok || out.Curve != elliptic.P256() {
		return nil, fmt.Errorf("push key %s is of another kind", path)
	}
	return out, nil
}

// whoSigns finds how people sign in.
type whoSigns struct{ accounts *account.Service }

func oneWho(a account.Account, err error) (emergency.Who, error) {
	return emergency.Who{Account: a.ID, Name: a.Name}, err
}

func (w whoSigns) OfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (emergency.Who, error) {
	return oneWho(w.accounts.OfEmployee(ctx, tx, e))
}

func (w whoSigns) OfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (emergency.Who, error) {
	return oneWho(w.accounts.OfPhysician(ctx, tx, p))
}

func (w whoSigns) Of(ctx context.Context, tx txn.Read, a id.Account) (emergency.Who, error) {
	return oneWho(w.accounts.Account(ctx, tx, a))
}

func (w whoSigns) Holders(ctx context.Context, tx txn.Read, r actor.Role, at id.Workplace) ([]emergency.Who, error) {
	list, err := w.accounts.Holders(ctx, tx, r, at)
	var out []emergency.Who
	for _, a := range list {
		out = append(out, emergency.Who{Account: a.ID, Name: a.Name})
	}
	return out, err
}

// sessions tells about live sessions, from the rooms.
type sessions struct{ s *services }

func (x sessions) Live(ctx context.Context, tx txn.Read, c id.Case) (bool, error) {
	r, err := x.s.rooms.Store.Current(ctx, tx, c)
	if missing(err) {
		return false, nil
	}
	return r.Phase == room.Open, err
}

// Broken lists the open sessions from which somebody has gone who had been there.
func (x sessions) Broken(ctx context.Context, tx txn.Read) ([]id.Case, error) {
	open, err := x.s.rooms.Store.ListOpen(ctx, tx)
	var out []id.Case
	for _, r := range open {
		if !r.Interrupted() {
			continue
		}
		events, err := x.s.rooms.Store.Events(ctx, tx, r.ID)
		if err != nil {
			return nil, err
		}
		there := map[room.Side]bool{}
		for _, e := range events {
			if e.Kind == room.Joined {
				there[e.Side] = true
			}
		}
		if there[room.Worker] && there[room.Physician] {
			out = append(out, r.Case)
		}
	}
	return out, err
}

// dangers tells whether an answer gave an alert of danger.
type dangers struct{ s *services }

func (d dangers) Danger(ctx context.Context, tx txn.Read, c id.Case) (bool, error) {
	list, err := d.s.questionnaires.AlertsOf(ctx, tx, c)
	for _, a := range list {
		if a.Level == questionnaire.Urgent || a.Level == questionnaire.SuicidalitySignal {
			return true, err
		}
	}
	return false, err
}

// sealed gives what readiness keeps about where a worker is and how to reach him.
type sealed struct{ s *services }

func (x sealed) Whereabouts(ctx context.Context, tx txn.Read, c casework.Case) (emergency.Whereabouts, error) {
	k, err := x.s.readiness.CardOf(ctx, tx, c)
	if err != nil {
		return emergency.Whereabouts{}, err
	}
	out := emergency.Whereabouts{
		PlaceKind: string(k.Place.Kind), PlaceNote: k.Place.Note,
		Prefecture: k.Address.Prefecture, Street: k.Address.Street, Nearby: k.Address.Nearby, AddressAt: k.Address.SaidAt,
		Phone: k.Contact.Phone, Second: k.Contact.Second, Doctor: k.Contact.Doctor, DoctorTel: k.Contact.DoctorTel,
		Contact: emergency.Trusted{
			Nobody: k.Contact.Nobody, Name: k.Contact.Name, Relation: k.Contact.Relation, Tel: k.Contact.Tel,
			Life: k.Contact.Consents.Life, Lost: k.Contact.Consents.Lost, Consult: k.Contact.Consents.Consult,
		},
	}
	if r, err := x.s.rooms.Store.Current(ctx, tx, c.ID); err == nil && r.ErasedAt.IsZero() {
		// What was said to the physician just now is newer than what was typed.
		if n, err := phone.Parse(r.Checklist.Phone); err == nil {
			out.Phone = n
		}
		if r.Checklist.Place != "" && out.Street == "" {
			out.Street = r.Checklist.Place
		}
	} else if err != nil && !missing(err) {
		return out, err
	}
	return out, nil
}

// planMeetings reads the committee's decisions about plans.
type planMeetings struct{}

// Decided is the day of a meeting that decided for the programme, of which the
// emergency flow is a part. A meeting that decided against it decides nothing.
func (planMeetings) Decided(ctx context.Context, tx txn.Read, w id.Workplace, meeting string) (civil.Date, error) {
	d, err := id.Parse[id.Deliberation](meeting)
	if err != nil {
		return civil.Date{}, emergency.ErrMeeting
	}
	got, err := governancedb.Store{}.Deliberation(ctx, tx, d)
	switch {
	case missing(err):
		return civil.Date{}, emergency.ErrMeeting
	case err != nil:
		return civil.Date{}, err
	case got.Workplace != w || got.Decision == governance.NotAdopted:
		return civil.Date{}, emergency.ErrMeeting
	case got.Decision.Yes():
		return got.DecidedOn, nil
	case got.Minutes != "":
		return got.On, nil
	}
	return civil.Date{}, emergency.ErrMeeting
}

// crisis tells that an emergency came before: after one the next interview is in
// person until the physician allows online again. One that still goes on does
// not end the session it is in.
func (m modeSources) crisis(ctx context.Context, tx txn.Read, c casework.Case, _ time.Time, out modality.Said) error {
	a, there, err := m.s.emergencies.Recent(ctx, tx, c.Employee)
	switch {
	case err != nil || !there || a.Open() && a.Case == c.ID:
		return err
	case a.Level == emergency.P1:
		out["physical_complaint"] = "true"
	default:
		out["suicidality_seen"] = "true"
	}
	return nil
}

// urgentAnswer opens an emergency when an answer says that somebody is in
// danger now (AL-2): the physician and the coordinator are to call back.
func (s *services) urgentAnswer(ctx context.Context, tx txn.Write, c casework.Case, a questionnaire.Alert) error {
	if a.Level != questionnaire.Urgent {
		return nil
	}
	return s.emergencies.Alerted(ctx, tx, c)
}

// demoDrill plays one drill of the demo's plan, so that its page has figures.
func (s *services) demoDrill(ctx context.Context, people demo.People) error {
	hr, w := people.HR.Account.Actor(""), people.Honsha.ID
	done, err := s.emergencies.Drills(ctx, hr, w)
	if err != nil || len(done) > 0 {
		return err
	}
	sheet, err := s.emergencies.Plans(ctx, hr, w)
	if err != nil || !sheet.Facts.Valid {
		return err
	}
	alarm, err := s.emergencies.StartDrill(ctx, hr, w, emergency.E2)
	if err != nil {
		return err
	}
	running, err := s.emergencies.Drills(ctx, hr, w)
	if err != nil || len(running) == 0 {
		return err
	}
	for _, task := range running[0].Tasks {
		by := people.Coordinator
		if task.Kind == emergency.ForHR {
			by = people.HR
		}
		if err := s.emergencies.Acknowledge(ctx, by.Account.Actor(""), task.ID); err != nil && !errors.Is(err, emergency.ErrAnswered) {
			return err
		}
	}
	return s.emergencies.Close(ctx, hr, alarm, emergency.CloseInput{})
}
