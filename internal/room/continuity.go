package room

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Continuity says for how long both were seen and heard. All figures are
// seconds, to a tenth. It is computed from the events and statistics alone and
// can be computed again by anybody who has them.
type Continuity struct {
	From       time.Time `json:"from"` // admitted
	To         time.Time `json:"to"`   // ended
	Total      float64   `json:"total"`
	Together   float64   `json:"together"`   // both connected to the media server
	Apart      float64   `json:"apart"`      // one or both missing, after they had first been together
	Gaps       int       `json:"gaps"`       // how often
	LongestGap float64   `json:"longestGap"` //
	Reconnects int       `json:"reconnects"` // joins after the first of each side, and resumptions
	Pauses     int       `json:"pauses"`     // somebody came in: stopped on purpose
	Paused     float64   `json:"paused"`     // for how long; no other figure counts this time
	Worker     Shown     `json:"worker"`
	Physician  Shown     `json:"physician"`
}

// Shown is how one side reached the other while they were together.
type Shown struct {
	CameraOff      float64 `json:"cameraOff"`      // switched off or not sending, by the server's word
	WithoutPicture float64 `json:"withoutPicture"` // camera off, or nothing arrived at the other side
	Frozen         float64 `json:"frozen"`         // the picture stood still, by the other side's measure
	MicOff         float64 `json:"micOff"`         // muted by its owner
	WithoutVoice   float64 `json:"withoutVoice"`   // not muted, and nothing arrived at the other side
	LongestBlind   float64 `json:"longestBlind"`   // longest stretch without picture or frozen
	LongBlinds     int     `json:"longBlinds"`     // stretches longer than the table's limit
	LineLost       float64 `json:"lineLost"`       // by the line's fault: apart, or camera on and no picture or a frozen one
	LongStops      int     `json:"longStops"`      // stretches of that longer than the table's limit
	Measured       float64 `json:"measured"`       // for how long the other side measured
}

// maxSkip is how long a browser may have measured nothing before the time in
// between counts as not measured.
const maxSkip = 15 * time.Second

// Measure computes the figures of a session that was open from..to; a stretch
// longer than long counts as a long one.
func Measure(from, to time.Time, events []Event, batches []Batch, long time.Duration) Continuity {
	c := Continuity{From: from, To: to}
	if from.IsZero() || !to.After(from) {
		return c
	}
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b Event) int { return a.At.Compare(b.At) })
	all := union(span{from, to})
	pauses := paused(events, to).and(all)
	whole := all.less(pauses)
	samples := aligned(batches)

	here := map[Side]spans{}
	for _, side := range []Side{Worker, Physician} {
		here[side] = connected(events, side, to).and(whole)
	}
	together := here[Worker].and(here[Physician])
	c.Total, c.Together = seconds(all.length()), seconds(together.length())
	c.Pauses, c.Paused = len(pauses), seconds(pauses.length())
	var gaps spans
	if len(together) > 0 {
		gaps = union(span{together[0].from, to}).less(together).less(pauses)
		c.Apart, c.Gaps, c.LongestGap = seconds(gaps.length()), len(gaps), seconds(gaps.longest())
	}
	c.Reconnects = reconnects(events, from, to)
	c.Worker = shown(Worker, events, together, gaps, samples[Physician], to, long)
	c.Physician = shown(Physician, events, together, gaps, samples[Worker], to, long)
	return c
}

// paused is when the session was stopped because somebody came in.
func paused(events []Event, end time.Time) spans {
	var out []span
	var since time.Time
	for _, e := range events {
		switch {
		case e.Source != FromPlatform:
		case e.Kind == Paused && since.IsZero():
			since = e.At
		case e.Kind == Continued && !since.IsZero():
			out = append(out, span{since, e.At})
			since = time.Time{}
		}
	}
	if !since.IsZero() {
		out = append(out, span{since, end})
	}
	return union(out...)
}

// connected is when the side's media was at the server. Connections may overlap
// (a page loaded again), so each is followed by itself.
func connected(events []Event, side Side, end time.Time) spans {
	open := map[string]time.Time{}
	var out []span
	shut := func(conn string, at time.Time) {
		if since, ok := open[conn]; ok {
			out = append(out, span{since, at})
			delete(open, conn)
		}
	}
	for _, e := range events {
		switch {
		case e.Source != FromServer:
		case e.Kind == ServerDown || e.Kind == RoomClosed:
			for conn := range open {
				shut(conn, e.At)
			}
		case e.Side != side:
		case e.Kind == Joined:
			if _, ok := open[e.Data.Conn]; !ok {
				open[e.Data.Conn] = e.At
			}
		case e.Kind == Left:
			shut(e.Data.Conn, e.At)
		}
	}
	for conn := range open {
		shut(conn, end)
	}
	return union(out...)
}

// sending is when a track of the side was published and not muted.
func sending(events []Event, side Side, track string, end time.Time) spans {
	type key struct{ conn, track string }
	open := map[key]time.Time{}
	var out []span
	shut := func(k key, at time.Time) {
		if since, ok := open[k]; ok {
			out = append(out, span{since, at})
			delete(open, k)
		}
	}
	for _, e := range events {
		if e.Source != FromServer {
			continue
		}
		k := key{e.Data.Conn, e.Data.Track}
		switch {
		case e.Kind == ServerDown || e.Kind == RoomClosed:
			for k := range open {
				shut(k, e.At)
			}
		case e.Side != side:
		case e.Kind == Left:
			shut(key{e.Data.Conn, track}, e.At)
		case e.Data.Track != track:
		case e.Kind == Published || e.Kind == Unmuted:
			if _, ok := open[k]; !ok {
				open[k] = e.At
			}
		case e.Kind == Unpublished || e.Kind == Muted:
			shut(k, e.At)
		}
	}
	for k := range open {
		shut(k, end)
	}
	return union(out...)
}

func reconnects(events []Event, from, to time.Time) int {
	n := 0
	joined := map[Side]bool{}
	for _, e := range events {
		if e.Source != FromServer || e.Side == "" || e.At.Before(from) || !e.At.Before(to) {
			continue
		}
		switch e.Kind { //nolint:exhaustive // only these count
		case Resumed:
			n++
		case Joined:
			if joined[e.Side] {
				n++
			}
			joined[e.Side] = true
		}
	}
	return n
}

// shown is how side reached the other, who measured the samples. The other may
// have two pages open: what arrived on either has arrived.
func shown(side Side, events []Event, together, gaps spans, samples []placed, end time.Time, long time.Duration) Shown {
	camera := sending(events, side, "camera", end)
	mic := sending(events, side, "microphone", end)
	slices.SortStableFunc(samples, func(a, b placed) int { return a.At.Compare(b.At) })

	var measured, moving, lit, heard, counted spans
	var frozen time.Duration
	last := map[string]time.Time{}
	for _, s := range samples {
		length := time.Duration(s.Span) * time.Millisecond
		piece := span{s.At.Add(-length), s.At}
		if before, ok := last[s.client]; ok {
			if gap := piece.from.Sub(before); gap < maxSkip {
				piece.from = before // two samples never speak for one time; a short time in between belongs to the later
			}
		}
		if !piece.to.After(piece.from) {
			continue
		}
		last[s.client] = piece.to
		measured = append(measured, piece)
		if strings.EqualFold(s.Connection, "disconnected") || strings.EqualFold(s.Connection, "reconnecting") {
			continue
		}
		if s.AudioIn.Bytes > 0 {
			heard = append(heard, piece)
		}
		if s.VideoIn.Frames == 0 {
			continue
		}
		lit = append(lit, piece)
		freeze := min(time.Duration(s.VideoIn.FreezeMS*float64(time.Millisecond)), piece.length())
		if freeze < piece.length()/2 {
			moving = append(moving, piece)
		}
		if freeze > 0 {
			fresh := together.and(camera).and(union(piece).less(counted))
			frozen += time.Duration(float64(freeze) * float64(fresh.length()) / float64(piece.length()))
			counted = counted.or(spans{piece})
		}
	}
	measured, moving, lit, heard = union(measured...), union(moving...), union(lit...), union(heard...)
	off := together.less(camera)
	without := off.or(together.and(measured.less(lit)))
	blind := without.or(together.and(lit.less(moving)))
	lost := gaps.or(blind.less(off))
	muted := together.less(mic)
	return Shown{
		CameraOff:      seconds(off.length()),
		WithoutPicture: seconds(without.length()),
		Frozen:         seconds(frozen),
		MicOff:         seconds(muted.length()),
		WithoutVoice:   seconds(together.and(measured.less(heard)).less(muted).length()),
		LongestBlind:   seconds(blind.longest()),
		LongBlinds:     blind.longerThan(long),
		LineLost:       seconds(lost.length()),
		LongStops:      lost.longerThan(long),
		Measured:       seconds(together.and(measured).length()),
	}
}

func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*10) / 10 }
