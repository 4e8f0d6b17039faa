package schedulingdb

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// document is a plan as it is stored. Names here are the stored format: a
// changed name needs a migration.
type document struct {
	Notice     int64       `json:"noticeMinutes"`
	OnHolidays bool        `json:"onHolidays,omitempty"`
	Hours      []hours     `json:"hours"`
	Exceptions []exception `json:"exceptions,omitempty"`
	Lengths    []length    `json:"lengths,omitempty"`
}

type where struct {
	Online    bool         `json:"online,omitempty"`
	InPerson  bool         `json:"inPerson,omitempty"`
	Workplace id.Workplace `json:"workplace,omitempty"`
	Place     string       `json:"place,omitempty"`
}

type hours struct {
	Weekday int    `json:"weekday"` // 0 is Sunday
	From    int    `json:"from"`    // minutes since midnight by the wall clock
	To      int    `json:"to"`
	Since   string `json:"since,omitempty"`
	Until   string `json:"until,omitempty"`
	where
}

type exception struct {
	ID   id.Exception `json:"id"`
	Day  string       `json:"day"`
	Off  bool         `json:"off,omitempty"`
	From int          `json:"from"`
	To   int          `json:"to"`
	where
}

type length struct {
	Type    casework.Type `json:"type"`
	Minutes int           `json:"minutes"`
	Slack   int           `json:"slack"`
}

// Plans implements scheduling.Store.
func (s Store) Plans(ctx context.Context, tx txn.Read, of ...id.Physician) (map[id.Physician]scheduling.Plan, error) {
	out := map[id.Physician]scheduling.Plan{}
	if len(of) == 0 {
		return out, nil
	}
	var args []any
	for _, p := range of {
		args = append(args, p)
	}
	plans, err := database.Many(ctx, tx, `SELECT physician, zone, document, version FROM plans WHERE physician IN (`+places(1, len(of))+`)`,
		func(row func(dest ...any) error) (scheduling.Plan, error) {
			var p scheduling.Plan
			var zone, text string
			if err := row(&p.Physician, &zone, &text, &p.Version); err != nil {
				return p, err
			}
			return p, s.read(&p, zone, text)
		}, args...)
	for _, p := range plans {
		out[p.Physician] = p
	}
	return out, err
}

func (s Store) read(p *scheduling.Plan, zone, text string) error {
	var d document
	err := json.Unmarshal([]byte(text), &d)
	if err != nil {
		return fmt.Errorf("plan of %s: %w", p.Physician, err)
	}
	if p.Zone, err = s.zone(zone); err != nil {
		return fmt.Errorf("plan of %s: %w", p.Physician, err)
	}
	p.Notice, p.OnHolidays = time.Duration(d.Notice)*time.Minute, d.OnHolidays
	for _, h := range d.Hours {
		since, err1 := dayOf(h.Since)
		until, err2 := dayOf(h.Until)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("plan of %s: days %q to %q", p.Physician, h.Since, h.Until)
		}
		p.Hours = append(p.Hours, scheduling.Hours{
			Weekday: time.Weekday(h.Weekday), From: civil.Clock(h.From), To: civil.Clock(h.To), Since: since, Until: until,
			Where: scheduling.Where(h.where),
		})
	}
	for _, x := range d.Exceptions {
		day, err := dayOf(x.Day)
		if err != nil {
			return fmt.Errorf("plan of %s: %w", p.Physician, err)
		}
		p.Exceptions = append(p.Exceptions, scheduling.Exception{
			ID: x.ID, Day: day, Off: x.Off, From: civil.Clock(x.From), To: civil.Clock(x.To), Where: scheduling.Where(x.where),
		})
	}
	for _, l := range d.Lengths {
		p.Lengths = append(p.Lengths, scheduling.Length(l))
	}
	return nil
}

func dayOf(text string) (civil.Date, error) {
	if text == "" {
		return civil.Date{}, nil
	}
	return civil.ParseDate(text)
}

// SavePlan implements scheduling.Store.
func (Store) SavePlan(ctx context.Context, tx txn.Write, p scheduling.Plan) error {
	d := document{Notice: int64(p.Notice / time.Minute), OnHolidays: p.OnHolidays, Hours: []hours{}}
	for _, h := range p.Hours {
		d.Hours = append(d.Hours, hours{int(h.Weekday), int(h.From), int(h.To), h.Since.String(), h.Until.String(), where(h.Where)})
	}
	for _, x := range p.Exceptions {
		if x.ID == "" {
			x.ID = id.New[id.Exception]()
		}
		d.Exceptions = append(d.Exceptions, exception{x.ID, x.Day.String(), x.Off, int(x.From), int(x.To), where(x.Where)})
	}
	for _, l := range p.Lengths {
		d.Lengths = append(d.Lengths, length(l))
	}
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	n, err := database.Of(tx).Change(ctx, `INSERT INTO plans (physician, zone, document, version, changed) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (physician) DO UPDATE SET zone = excluded.zone, document = excluded.document, version = excluded.version, changed = excluded.changed
		WHERE plans.version = excluded.version - 1`,
		p.Physician, p.Zone.String(), string(text), p.Version+1, database.At(tx.Now()))
	if err != nil {
		return err
	}
	if n == 0 {
		return scheduling.ErrPlanChanged
	}
	return nil
}
