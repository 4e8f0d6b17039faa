package readiness

import (
	"context"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Finding is what one step of the device check found: Fine, or the cause why
// it did not pass. The causes are those of frontend/check/causes.ts.
type Finding string

// The findings.
const (
	Skipped   Finding = ""          // not tried, because an earlier step failed
	Fine      Finding = "ok"        // works
	Denied    Finding = "denied"    // the person or the system refused
	Dismissed Finding = "dismissed" // the question was closed without an answer
	Missing   Finding = "missing"   // no such device
	Busy      Finding = "busy"      // another program has it
	Insecure  Finding = "insecure"  // not a secure address
	InApp     Finding = "inapp"     // a browser inside another app
	Old       Finding = "old"       // a browser without what we need
	Silent    Finding = "silent"    // the microphone gives nothing
	Dark      Finding = "dark"      // the camera gives no picture
	NoUDP     Finding = "noudp"     // only slower ways get through: usable
	NoLine    Finding = "noline"    // nothing gets through
	Slow      Finding = "slow"      // too slow for a picture
	Unheard   Finding = "unheard"   // the person did not hear the tone
	Failed    Finding = "failed"    // none of these
)

var findings = map[Finding]bool{
	Skipped: true, Fine: true, Denied: true, Dismissed: true, Missing: true, Busy: true, Insecure: true, InApp: true,
	Old: true, Silent: true, Dark: true, NoUDP: true, NoLine: true, Slow: true, Unheard: true, Failed: true,
}

// Way is how media reached the media server.
type Way string

// The ways, best first.
const (
	NoWay Way = ""
	UDP   Way = "udp"
	TCP   Way = "tcp"
	Relay Way = "relay"
)

// Verdict is the outcome of one device check. It holds no picture, no sound and
// no name of a device.
type Verdict struct {
	Case     id.Case
	Company  id.Company
	Employee id.Employee
	At       time.Time

	Camera, Microphone, Speaker, Line Finding
	Way                               Way
	Kilobits                          int       // arriving in a second, 0: not measured
	RTT                               int       // ms, 0: not measured
	Device                            string    // iphone, android, windows...
	Site                              PlaceKind // where it was made; empty: not said
}

// OK tells whether an interview can be held with what was found.
func (v Verdict) OK() bool {
	return v.Camera == Fine && v.Microphone == Fine && v.Speaker == Fine && (v.Line == Fine || v.Line == NoUDP)
}

// VerdictInput is what the page reports.
type VerdictInput struct {
	Camera     Finding   `json:"camera"`
	Microphone Finding   `json:"microphone"`
	Speaker    Finding   `json:"speaker"`
	Line       Finding   `json:"line"`
	Way        Way       `json:"transport"`
	Kilobits   int       `json:"kilobits"`
	RTT        int       `json:"rtt"`
	Device     string    `json:"device"`
	Site       PlaceKind `json:"site"`
}

var devices = map[string]bool{"iphone": true, "ipad": true, "android": true, "windows": true, "mac": true, "linux": true, "other": true}

// Check refuses what no page of ours would say.
func (in VerdictInput) Check() error {
	var f fault.Fields
	for name, x := range map[string]Finding{"camera": in.Camera, "microphone": in.Microphone, "speaker": in.Speaker, "line": in.Line} {
		if !findings[x] {
			f.Add(name, "form.choose")
		}
	}
	if in.Way != NoWay && in.Way != UDP && in.Way != TCP && in.Way != Relay {
		f.Add("transport", "form.choose")
	}
	if !devices[in.Device] {
		f.Add("device", "form.choose")
	}
	if len(in.Site) > 20 || strings.ContainsFunc(string(in.Site), func(r rune) bool { return (r < 'A' || r > 'Z') && r != '_' }) {
		f.Add("site", "form.choose")
	}
	if in.Kilobits < 0 || in.Kilobits > 10_000_000 || in.RTT < 0 || in.RTT > 600_000 {
		f.Add("kilobits", "form.choose")
	}
	return f.Err()
}

// CheckStore keeps verdicts; only ever added to.
type CheckStore interface {
	// AddCheck keeps a verdict.
	AddCheck(ctx context.Context, tx txn.Write, v Verdict) error
	// LastVerdict is the newest verdict of a case. Errors: ErrNone.
	LastVerdict(ctx context.Context, tx txn.Read, c id.Case) (Verdict, error)
	// CountChecks counts the verdicts of a case since an instant.
	CountChecks(ctx context.Context, tx txn.Read, c id.Case, since time.Time) (int, error)
}

// CheckRooms gives a short-lived room of the media server to try the line in.
type CheckRooms interface {
	// Open makes sure that the room is there. Errors: any, while the media server does not answer.
	Open(ctx context.Context, room string) error
	// Token lets the identity into the room for ttl.
	Token(room, identity string, ttl time.Duration) (string, error)
	// ReadToken tells for which room and identity a token is. Errors: any, when it is not ours.
	ReadToken(token string) (room, identity string, err error)
}

// CheckParts are what a Checker stands on. All are required.
type CheckParts struct {
	Txns  txn.Runner
	Store CheckStore
	Cases Cases
	Rooms CheckRooms
	// Random gives an unguessable name (crypto/rand.Text).
	Random func() string
}

// Checker keeps device checks and opens the rooms they try the line in.
type Checker struct {
	CheckParts
	heard listeners
}

// NewChecker makes a Checker.
func NewChecker(p CheckParts) *Checker { return &Checker{CheckParts: p} }

// Faults of the device check.
var (
	// ErrCheckLater: the media server does not answer just now.
	ErrCheckLater = fault.New(fault.Unavailable, "readiness.check_later")
	// ErrTooManyChecks: more checks in an hour than a person makes.
	ErrTooManyChecks = fault.New(fault.TooMany, "readiness.too_many_checks")
)

const (
	checkPrefix   = "check-"
	checkTTL      = 5 * time.Minute
	checksAnHour  = 60
	checkSender   = ":a"
	checkReceiver = ":b"
)

// CheckPass lets the page talk to itself through the media server: one token
// sends, the other receives.
type CheckPass struct {
	Token, Echo string
	TTL         time.Duration
}

// Pass opens a room for one device check. Errors: ErrCheckLater,
// ErrTooManyChecks; access faults, casework.ErrNotFound.
func (s *Checker) Pass(ctx context.Context, who actor.Actor, c id.Case) (CheckPass, error) {
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if _, err := s.mine(ctx, tx, who, c); err != nil {
			return err
		}
		return s.notTooMany(ctx, tx, c)
	})
	if err != nil {
		return CheckPass{}, err
	}
	room := checkPrefix + s.Random()
	if err := s.Rooms.Open(ctx, room); err != nil {
		return CheckPass{}, ErrCheckLater.Because(err)
	}
	out := CheckPass{TTL: checkTTL}
	if out.Token, err = s.Rooms.Token(room, string(who.Account)+checkSender, checkTTL); err != nil {
		return CheckPass{}, err
	}
	out.Echo, err = s.Rooms.Token(room, string(who.Account)+checkReceiver, checkTTL)
	return out, err
}

// MayKnock is nil when the token is of a device check of this very person: for
// the door in front of the media server. Errors: access.ErrHidden.
func (s *Checker) MayKnock(_ context.Context, who actor.Actor, token string) error {
	room, identity, err := s.Rooms.ReadToken(token)
	mine := identity == string(who.Account)+checkSender || identity == string(who.Account)+checkReceiver
	if err != nil || who.Account == "" || !mine || len(room) <= len(checkPrefix) || room[:len(checkPrefix)] != checkPrefix {
		return access.ErrHidden
	}
	return nil
}

// Keep keeps a verdict. Errors: an Invalid fault, ErrTooManyChecks; access
// faults, casework.ErrNotFound.
func (s *Checker) Keep(ctx context.Context, who actor.Actor, c id.Case, in VerdictInput) (Verdict, error) {
	if err := in.Check(); err != nil {
		return Verdict{}, err
	}
	var out Verdict
	err := s.Txns.Write(ctx, who, "readiness.check_device", func(ctx context.Context, tx txn.Write) error {
		k, err := s.mine(ctx, tx, who, c)
		if err != nil {
			return err
		}
		if err := s.notTooMany(ctx, tx, c); err != nil {
			return err
		}
		v := Verdict{
			Case: k.ID, Company: k.Company, Employee: k.Employee, At: tx.Now(),
			Camera: in.Camera, Microphone: in.Microphone, Speaker: in.Speaker, Line: in.Line,
			Way: in.Way, Kilobits: in.Kilobits, RTT: in.RTT, Device: in.Device, Site: in.Site,
		}
		tx.Touch(string(k.ID), "device check")
		if err := s.Store.AddCheck(ctx, tx, v); err != nil {
			return err
		}
		out = v
		return s.heard.tell(ctx, tx, k)
	})
	return out, err
}

// Last is the worker's newest verdict. Errors: ErrNone; access faults, casework.ErrNotFound.
func (s *Checker) Last(ctx context.Context, who actor.Actor, c id.Case) (Verdict, error) {
	var out Verdict
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if _, err := s.mine(ctx, tx, who, c); err != nil {
			return err
		}
		v, err := s.Store.LastVerdict(ctx, tx, c)
		out = v
		return err
	})
	return out, err
}

func (s *Checker) mine(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case) (casework.Case, error) {
	k, err := s.Cases.Get(ctx, tx, c)
	if err != nil {
		return casework.Case{}, err
	}
	return k, access.Check(who, access.DeclarePlace, k.Subject())
}

func (s *Checker) notTooMany(ctx context.Context, tx txn.Read, c id.Case) error {
	n, err := s.Store.CountChecks(ctx, tx, c, tx.Now().Add(-time.Hour))
	if err == nil && n >= checksAnHour {
		return ErrTooManyChecks
	}
	return err
}
