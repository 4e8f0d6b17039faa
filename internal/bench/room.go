package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"mendan/internal/play"
)

// visitor is somebody who may ask for pages.
type visitor struct {
	cookie string
	caseID string // fills {case} in addresses
}

// room lets two people meet in real browsers and measures joining and coming
// back. It gives whom the pages are then fetched for; nobody without a browser.
func (r *run) room(ctx context.Context, server *play.Server) (map[string]visitor, error) {
	visitors := map[string]visitor{"anybody": {}}
	phone, err := play.Open(ctx)
	if errors.Is(err, play.ErrNoBrowser) {
		for _, name := range []string{"room.join", "room.admit", "room.stop", "room.reconnect", "room.media_killed"} {
			r.add(unmeasured(name, "", "ms", "no Chromium is installed"))
		}
		return visitors, nil
	}
	if err != nil {
		return nil, err
	}
	defer phone.Close()
	office, err := play.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer office.Close()
	story := &play.Story{Server: server, Phone: phone, Office: office, Out: filepath.Join(r.dir, "story"), Say: io.Discard}
	admitted, err := story.Meet(ctx)
	if err != nil {
		return nil, err
	}
	r.say("two people met")
	if err := r.joins(story, admitted); err != nil {
		return nil, err
	}
	if err := r.stops(story); err != nil {
		return nil, err
	}
	if err := r.returns(story); err != nil {
		return nil, err
	}
	worker, physician, hr := story.People()
	for name, p := range map[string]*play.Person{"worker": worker, "physician": physician, "hr": hr} {
		cookie, err := p.Cookie()
		if err != nil {
			return nil, err
		}
		visitors[name] = visitor{cookie: cookie, caseID: story.CaseID()}
	}
	return visitors, nil
}

func (r *run) joins(story *play.Story, admitted time.Duration) error {
	var joins []float64
	for range r.Joins {
		took, err := story.Rejoin()
		if err != nil {
			return fmt.Errorf("join: %w", err)
		}
		joins = append(joins, ms(took))
	}
	r.add(
		spread("room.join", "worker's press of the button to enter the open room, page freshly loaded, to the first decoded picture of the physician", "ms", joins).most("p50", 1000),
		single("room.admit", "physician's press of the button to admit to the first picture on the worker's screen: the room is made, both connect", "ms", ms(admitted)),
	)
	r.say("joined %d times", r.Joins)
	return nil
}

// stops lets somebody come in: from the press to nothing seen and heard.
func (r *run) stops(story *play.Story) error {
	var own, seen []float64
	for range r.Cuts {
		a, b, err := story.Stop()
		if err != nil {
			return fmt.Errorf("stop: %w", err)
		}
		own, seen = append(own, ms(a)), append(seen, ms(b))
	}
	r.add(
		spread("room.stop.own", "worker's press of the button for somebody coming in to picture and voice stopped both ways on the own page", "ms", own).most("p95", 200),
		spread("room.stop.seen", "worker's press of that button to nothing of him on the physician's screen: a black picture or none", "ms", seen).most("p95", 500),
	)
	r.say("stopped %d times", r.Cuts)
	return nil
}

// returns cuts the line and kills the media server, and waits for the pictures.
func (r *run) returns(story *play.Story) error {
	type event struct {
		name, what string
		do         func() (worker, physician time.Duration, err error)
		aim        float64
	}
	var events []event
	for _, cut := range []time.Duration{3 * time.Second, 10 * time.Second} {
		events = append(events, event{
			fmt.Sprintf("room.reconnect.%ds", int(cut.Seconds())), fmt.Sprintf("worker's line gone for %s: from the line being back to a steadily moving picture", cut),
			func() (time.Duration, time.Duration, error) { return story.Interrupt(cut) }, 3000,
		})
	}
	events = append(events, event{"room.media_killed", "from the media server's death (kill -9) to a steadily moving picture", story.KillMedia, 0})
	if _, err := os.Stat("/proc/self/task"); err != nil {
		for _, e := range events {
			r.add(unmeasured(e.name, e.what, "ms", "no /proc on this system: processes are not found"))
		}
		return nil
	}
	for _, e := range events {
		var worker, physician []float64
		why := ""
		for range r.Cuts {
			w, p, err := e.do()
			if errors.Is(err, play.ErrUnsteady) {
				why = "the picture came back but kept standing still: too little processor for two browsers?"
				continue
			}
			if err != nil {
				return fmt.Errorf("%s: %w", e.name, err)
			}
			worker, physician = append(worker, ms(w)), append(physician, ms(p))
		}
		for _, x := range []struct {
			side string
			runs []float64
		}{{"worker", worker}, {"physician", physician}} {
			f := spread(e.name+"."+x.side, e.what+", "+x.side+"'s side", "ms", x.runs)
			if len(x.runs) == 0 {
				f.Why = why
			}
			if e.aim > 0 {
				f = f.most("p95", e.aim)
			}
			r.add(f)
		}
		r.say("%s: measured", e.name)
	}
	return nil
}
