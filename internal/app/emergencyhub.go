package app

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/emergency"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// planSoon is how many days before its last day a plan is asked for anew: time
// for a meeting of the committee, which sits once a month.
const planSoon = 60

// emergencyHub is the emergency plan on the page of a workplace's programme.
func (s *services) emergencyHub(ctx context.Context, tx txn.Read, _ actor.Actor, w directory.Workplace) ([]governance.Line, error) {
	today := directory.Today(tx, w)
	f, err := s.emergencies.PlanFacts(ctx, tx, w.ID, today)
	if err != nil {
		return nil, err
	}
	return []governance.Line{emergencyLine(ctx, f, w.ID, today)}, nil
}

func emergencyLine(ctx context.Context, f emergency.Facts, w id.Workplace, today civil.Date) governance.Line {
	l := governance.Line{
		Key: "emergency", Name: lang.T(ctx, "緊急時の計画"), Href: "/programme/" + string(w) + "/emergency", Do: lang.T(ctx, "緊急時の計画を見る"),
	}
	switch {
	case f.Missing:
		l.Note = lang.T(ctx, "計画がまだありません。")
	case f.Expired:
		l.Note = lang.T(ctx, "計画の期限が%sに切れました。", lang.Date(ctx, f.ValidUntil))
	case f.Early:
		l.State, l.Note = governance.LineDoing, lang.T(ctx, "計画は%sから有効です。", lang.Date(ctx, f.ValidFrom))
	case f.Undrilled:
		l.State, l.Note = governance.LineDoing, lang.T(ctx, "計画は%sまで有効です。訓練はまだしていません。", lang.Date(ctx, f.ValidUntil))
	default:
		l.State, l.Note = governance.LineDone, lang.T(ctx, "計画は%sまで有効です。前の訓練は%sです。", lang.Date(ctx, f.ValidUntil), lang.Date(ctx, f.DrilledOn))
	}
	if f.Valid && today.DaysUntil(f.ValidUntil) <= planSoon {
		l.Due = f.ValidUntil
		if l.State == governance.LineDone {
			l.State = governance.LineDoing
		}
	}
	return l
}
