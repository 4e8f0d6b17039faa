package app

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/gate"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/provision"
	"mendan/internal/provision/provisiondb"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// buildProvision puts together what the employer tells the physician.
func (s *services) buildProvision() {
	s.provisions = provision.NewService(provision.Parts{
		Txns: s.db, Store: provisiondb.New(), Cases: s.cases, People: s.people, Times: begins{s}, Notices: s.notices, Accounts: accountsOf{s.accounts},
	})
	s.cases.Listen(s.provisions.Moved)
}

// begins tells when a case is booked.
type begins struct{ s *services }

func (b begins) Begins(ctx context.Context, tx txn.Read, c id.Case) (time.Time, error) {
	got, err := b.s.bookings.Standing(ctx, tx, c)
	if missing(err) {
		return time.Time{}, nil
	}
	return got.From, err
}

// packageGiven is the question whether a statutory interview may begin as far
// as the physician was told what the notice asks.
func (s *services) packageGiven(ctx context.Context, tx txn.Read, c casework.Case, _ time.Time) error {
	return s.provisions.MayStart(ctx, tx, c)
}

// packageWord says where the package of a case stands; empty when none is asked.
func packageWord(ctx context.Context, x provision.Standing) string {
	switch {
	case x.Given && x.Opened:
		return lang.T(ctx, "届いています(産業医が開きました)")
	case x.Given:
		return lang.T(ctx, "届いています(産業医はまだ開いていません)")
	case x.Waived:
		return lang.T(ctx, "なしで進める(産業医の判断)")
	case x.Asked && x.Late:
		return lang.T(ctx, "まだです(期限を過ぎています)")
	case x.Asked:
		return lang.T(ctx, "まだです")
	}
	return ""
}

// packageFacts are package_given and package_waived for the conditions of the notice.
func (s *services) packageFacts(ctx context.Context, tx txn.Read, c casework.Case, facts room.Facts) error {
	if !c.Type.Statutory() {
		card, err := s.provisions.CardOf(ctx, tx, c.Workplace)
		if err != nil {
			return err
		}
		if card.Filled() { // of this interview the employer knows nothing: the card is what he can tell
			facts["package_given"], facts["package_waived"] = room.Yes("provision:card"), room.No()
		}
		return nil
	}
	p, err := s.provisions.PackageOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	w, err := s.provisions.WaiverOf(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	facts["package_given"], facts["package_waived"] = room.No(), room.No()
	switch {
	case p.Given() && !p.OpenedAt.IsZero():
		facts["package_given"] = room.Yes("provision:given", "provision:opened")
	case p.Given():
		facts["package_given"] = room.Yes("provision:given")
	case w.Waived():
		facts["package_waived"] = room.Yes("provision:waived")
	}
	return nil
}

// cardGate tells the gate about the workplace card.
type cardGate struct{ s *services }

func (c cardGate) GateFacts(ctx context.Context, tx txn.Read, w directory.Workplace, _ casework.Type, _ civil.Date) (gate.Facts, error) {
	card, err := c.s.provisions.CardOf(ctx, tx, w.ID)
	f := gate.Fact{Yes: card.Filled()}
	if f.Yes {
		first, err := c.s.provisions.Store.CardVersion(ctx, tx, w.ID, 1)
		if err != nil {
			return nil, err
		}
		f.From, f.Evidence = civil.DateOf(first.At, w.Location()), []string{"provision:card"}
	}
	return gate.Facts{"card_filled": f}, err
}
