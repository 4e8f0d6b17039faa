package meeting

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// NameInput names the tool of a workplace.
type NameInput struct {
	Workplace id.Workplace
	Tool      Tool
	Way       Way
}

// Check is about the input alone.
func (in NameInput) Check() error {
	var f fault.Fields
	if !in.Tool.Valid() {
		f.Add("tool", "form.choose")
	}
	if in.Tool.Outside() && !in.Way.Valid() {
		f.Add("way", "form.choose")
	}
	return f.Err()
}

// Name designates the tool. Interviews booked before keep the tool they were
// booked under.
//
// Errors: input faults as fields; ErrNoAccount as a fault of the field "way"
// when meetings shall be made and nobody gave credentials; access faults.
func (s *Service) Name(ctx context.Context, who actor.Actor, in NameInput) error {
	if err := in.Check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "meeting.name", func(ctx context.Context, tx txn.Write) error {
		place, err := s.Places.Workplace(ctx, tx, in.Workplace)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.NameTool, place.Subject()); err != nil {
			return err
		}
		d := Designation{Workplace: place.ID, Company: place.Company, Tool: in.Tool, Way: in.Way, At: tx.Now(), By: who.Name()}
		if !d.Tool.Outside() {
			d.Way = Pasted
		}
		if d.Way == Made && d.Tool.Outside() {
			if _, err := s.Store.Account(ctx, tx, place.Company, d.Tool); errors.Is(err, ErrNone) {
				var f fault.Fields
				f.Add("way", ErrNoAccount.Code)
				return f.Err()
			} else if err != nil {
				return err
			}
		}
		tx.Touch(string(place.ID), string(d.Tool))
		return s.Store.PutDesignation(ctx, tx, d)
	})
}

// AccountInput gives the credentials of a company's account at a tool.
type AccountInput struct {
	private.Mark

	Workplace            id.Workplace // one of the company's; who gives them acts there
	Tool                 Tool
	Tenant, Client, Host string
	Secret               string // empty keeps the one that is there
}

var (
	guid    = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	domain  = regexp.MustCompile(`^[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?(\.[0-9A-Za-z]([0-9A-Za-z-]*[0-9A-Za-z])?)+$`)
	word    = regexp.MustCompile(`^[0-9A-Za-z._~-]{4,128}$`)
	address = regexp.MustCompile(`^[0-9A-Za-z.!#$%&'*+/=?^_{|}~-]+@[0-9A-Za-z.-]+\.[A-Za-z]{2,}$`)
)

const mostSecret = 8 << 10

// Check is about the input alone.
func (in AccountInput) Check() error {
	var f fault.Fields
	need := func(name, value string, good bool) {
		switch {
		case value == "":
			f.Add(name, "form.required")
		case !good:
			f.Add(name, "meeting.field_wrong")
		}
	}
	switch in.Tool {
	case Teams:
		need("tenant", in.Tenant, guid.MatchString(in.Tenant) || domain.MatchString(in.Tenant))
		need("client", in.Client, guid.MatchString(in.Client))
		need("host", in.Host, guid.MatchString(in.Host))
	case Zoom:
		need("tenant", in.Tenant, word.MatchString(in.Tenant))
		need("client", in.Client, word.MatchString(in.Client))
		need("host", in.Host, address.MatchString(in.Host) || word.MatchString(in.Host) && in.Host != "me")
	case Meet:
		need("client", in.Client, address.MatchString(in.Client))
		need("host", in.Host, address.MatchString(in.Host))
		if in.Secret != "" {
			if _, err := ParseKey(Secret(in.Secret)); err != nil {
				f.Add("secret", "meeting.key_wrong")
			}
		}
	case Own:
		f.Add("tool", "form.choose")
	default:
		f.Add("tool", "form.choose")
	}
	if len(in.Secret) > mostSecret || !utf8.ValidString(in.Secret) || in.Tool != Meet && strings.ContainsAny(in.Secret, "\r\n\t ") {
		f.Add("secret", "meeting.field_wrong")
	}
	return f.Err()
}

// ParseKey reads a private key as Google gives it: PEM, RSA of 2048 bits or more.
func ParseKey(key Secret) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode([]byte(strings.TrimSpace(strings.ReplaceAll(string(key), `\n`, "\n"))))
	if block == nil {
		return nil, errors.New("no PEM block")
	}
	var parsed any
	var err error
	if parsed, err = x509.ParsePKCS8PrivateKey(block.Bytes); err != nil {
		if parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return nil, errors.New("not a private key")
		}
	}
	k, ok := parsed.(*rsa.PrivateKey)
	if !ok || k.N.BitLen() < 2048 {
		return nil, errors.New("not an RSA key of 2048 bits")
	}
	return k, nil
}

// GiveAccount keeps the credentials, and lets meetings that waited for them be
// made. Errors: input faults as fields; access faults.
func (s *Service) GiveAccount(ctx context.Context, who actor.Actor, in AccountInput) error {
	if err := in.Check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "meeting.give_account", func(ctx context.Context, tx txn.Write) error {
		place, err := s.Places.Workplace(ctx, tx, in.Workplace)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.NameTool, place.Subject()); err != nil {
			return err
		}
		a := Account{Company: place.Company, Tool: in.Tool, Tenant: in.Tenant, Client: in.Client, Secret: Secret(in.Secret), Host: in.Host, At: tx.Now(), By: who.Name()}
		if a.Secret == "" {
			old, err := s.Store.Account(ctx, tx, place.Company, in.Tool)
			if errors.Is(err, ErrNone) {
				var f fault.Fields
				f.Add("secret", "form.required")
				return f.Err()
			}
			if err != nil {
				return err
			}
			a.Secret = old.Secret
		}
		tx.Touch(string(place.Company), string(in.Tool))
		if err := s.Store.PutAccount(ctx, tx, a); err != nil {
			return err
		}
		waiting, err := s.Store.Unready(ctx, tx, place.Company, in.Tool, tx.Now())
		if err != nil {
			return err
		}
		for _, m := range waiting {
			if m.Way != Made {
				continue
			}
			m.State, m.Problem, m.Waits, m.Changed = Wanted, "", 0, tx.Now()
			if err := s.Store.PutMeeting(ctx, tx, m); err != nil {
				return err
			}
			if err := s.ask(ctx, tx, m.Booking); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetAccount deletes the credentials. Designations that made meetings with
// them ask for links by hand from now on. Errors: access faults.
func (s *Service) ForgetAccount(ctx context.Context, who actor.Actor, w id.Workplace, t Tool) error {
	return s.Txns.Write(ctx, who, "meeting.forget_account", func(ctx context.Context, tx txn.Write) error {
		place, err := s.Places.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.NameTool, place.Subject()); err != nil {
			return err
		}
		tx.Touch(string(place.Company), string(t))
		if err := s.Store.DeleteAccount(ctx, tx, place.Company, t); err != nil {
			return err
		}
		all, err := s.Places.Workplaces(ctx, tx, place.Company)
		if err != nil {
			return err
		}
		for _, x := range all {
			d, err := s.Designated(ctx, tx, x.ID)
			if err != nil {
				return err
			}
			if d.Tool == t && d.Way == Made && d.Named() {
				d.Way, d.At, d.By = Pasted, tx.Now(), who.Name()
				if err := s.Store.PutDesignation(ctx, tx, d); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// CheckAccount asks the tool whether it accepts the credentials. It makes
// nothing there. Errors: as Maker, ErrNoAccount, access faults.
func (s *Service) CheckAccount(ctx context.Context, who actor.Actor, w id.Workplace, t Tool) error {
	var a Account
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		place, err := s.Places.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.NameTool, place.Subject()); err != nil {
			return err
		}
		a, err = s.Store.Account(ctx, tx, place.Company, t)
		if errors.Is(err, ErrNone) {
			return ErrNoAccount
		}
		return err
	})
	if err != nil {
		return err
	}
	maker, ok := s.Makers[t]
	if !ok {
		return ErrNoAccount
	}
	return maker.Check(ctx, a)
}

func (s *Service) ask(ctx context.Context, tx txn.Write, b id.Booking) error {
	return s.Queue.Enqueue(ctx, tx, jobs.Job{Kind: KeepKind, Subject: string(b), Unique: KeepKind + ":" + string(b)})
}
