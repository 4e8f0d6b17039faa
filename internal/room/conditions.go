package room

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Verdict is whether a condition held.
type Verdict string

// The verdicts.
const (
	Held    Verdict = "held"
	NotHeld Verdict = "not_held"
	Unknown Verdict = "unknown"
)

// Rules is the table of conditions (see roomdata/ict-notice.txt for its shape).
type Rules struct {
	Version string
	Source  string
	titles  map[string][2]string // condition: Japanese, English
	limits  map[string]float64
	reasons []Reason
	lines   []rule
}

type rule struct {
	condition, strength, fact string
	op                        string
	value                     float64
	broken, untold            string
}

// Fact is one thing known about a session: a number (yes is 1, no is 0) and
// what it rests on. A fact that is not in the map is not known.
type Fact struct {
	Value float64
	Refs  []string
}

// Facts are what the conditions are judged by, by name.
type Facts map[string]Fact

// Yes, No and Number make facts; refs name what they rest on (ids, event kinds).
func Yes(refs ...string) Fact { return Fact{1, refs} }

// No is the opposite of Yes.
func No(refs ...string) Fact { return Fact{0, refs} }

// Number is a fact with a number.
func Number(v float64, refs ...string) Fact { return Fact{v, refs} }

func truth(b bool, refs ...string) Fact {
	if b {
		return Yes(refs...)
	}
	return No(refs...)
}

// Condition is the verdict on one condition of the notice.
type Condition struct {
	ID       string   `json:"id"`       // ICT-1-1
	Strength string   `json:"strength"` // hard, desirable
	Verdict  Verdict  `json:"verdict"`
	Reason   string   `json:"reason"`   // code; its sentences stand beside it in the evidence
	Evidence []string `json:"evidence"` // what the verdict rests on
	Basis    Basis    `json:"basis"`    // how we know; empty when nothing is known
}

// ParseRules reads the table. Errors: ErrRules.
func ParseRules(text string) (Rules, error) {
	r := Rules{titles: map[string][2]string{}, limits: map[string]float64{}}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			if v, ok := strings.CutPrefix(strings.TrimSpace(comment), "version:"); ok {
				r.Version = strings.TrimSpace(v)
			}
			if v, ok := strings.CutPrefix(strings.TrimSpace(comment), "source:"); ok {
				r.Source = strings.TrimSpace(v)
			}
			continue
		}
		if line == "" {
			continue
		}
		if limit, ok := strings.CutPrefix(line, "limit "); ok {
			name, value, _ := strings.Cut(limit, "=")
			v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			if err != nil || v <= 0 {
				return Rules{}, ErrRules.Because(fmt.Errorf("line %d: no limit", n+1))
			}
			r.limits[strings.TrimSpace(name)] = v
			continue
		}
		if !strings.Contains(line, "|") {
			condition, words, ok := strings.Cut(line, ":")
			ja, en, two := strings.Cut(words, " / ")
			if !ok || !two {
				return Rules{}, ErrRules.Because(fmt.Errorf("line %d: neither a rule nor the words of a condition", n+1))
			}
			r.titles[condition] = [2]string{strings.TrimSpace(ja), strings.TrimSpace(en)}
			continue
		}
		x, err := parseRule(line)
		if err != nil {
			return Rules{}, ErrRules.Because(fmt.Errorf("line %d: %w", n+1, err))
		}
		r.lines = append(r.lines, x)
	}
	if r.Version == "" || r.Source == "" || len(r.lines) == 0 {
		return Rules{}, ErrRules.Because(fmt.Errorf("no version, source or line"))
	}
	for _, name := range []string{LongBlind, CameraOffLimit, StillPerson} {
		if r.limits[name] == 0 {
			return Rules{}, ErrRules.Because(fmt.Errorf("no limit %s", name))
		}
	}
	for _, x := range r.lines {
		if r.titles[x.condition][0] == "" {
			return Rules{}, ErrRules.Because(fmt.Errorf("%s has no words", x.condition))
		}
	}
	return r, nil
}

// The limits every table has.
const (
	LongBlind      = "long_blind"
	CameraOffLimit = "camera_off"
	StillPerson    = "still_person"
)

// Limit is a number of the table that is no verdict of its own.
func (r Rules) Limit(name string) float64 { return r.limits[name] }

// Title is the condition in words.
func (r Rules) Title(condition string) (ja, en string) {
	return r.titles[condition][0], r.titles[condition][1]
}

func parseRule(line string) (rule, error) {
	f := strings.Split(line, "|")
	if len(f) != 6 {
		return rule{}, fmt.Errorf("%d columns, want 6", len(f))
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
		if f[i] == "" {
			return rule{}, fmt.Errorf("column %d is empty", i+1)
		}
	}
	must := strings.Fields(f[3])
	if len(must) != 2 || !slices.Contains([]string{">=", "<=", ">", "<", "="}, must[0]) {
		return rule{}, fmt.Errorf("%q is no test", f[3])
	}
	v, err := strconv.ParseFloat(must[1], 64)
	if err != nil {
		return rule{}, err
	}
	if f[1] != "hard" && f[1] != "desirable" {
		return rule{}, fmt.Errorf("%q is no strength", f[1])
	}
	return rule{f[0], f[1], f[2], must[0], v, f[4], f[5]}, nil
}

func (x rule) met(v float64) bool {
	switch x.op {
	case ">=":
		return v >= x.value
	case "<=":
		return v <= x.value
	case ">":
		return v > x.value
	case "<":
		return v < x.value
	}
	return v == x.value
}

// Judge gives the verdict on every condition, in the order of the table.
func (r Rules) Judge(facts Facts) []Condition {
	var out []Condition
	for _, x := range r.lines {
		i := slices.IndexFunc(out, func(c Condition) bool { return c.ID == x.condition })
		if i < 0 {
			out = append(out, Condition{ID: x.condition, Strength: x.strength, Verdict: Held, Reason: "held", Evidence: []string{}})
			i = len(out) - 1
		}
		c := &out[i]
		f, known := facts[x.fact]
		for _, ref := range f.Refs {
			if !slices.Contains(c.Evidence, ref) {
				c.Evidence = append(c.Evidence, ref)
			}
		}
		switch {
		case known && !x.met(f.Value):
			if c.Verdict != NotHeld {
				c.Verdict, c.Reason = NotHeld, x.broken
			}
		case !known && c.Verdict == Held:
			c.Verdict, c.Reason = Unknown, x.untold
		}
	}
	for i := range out {
		out[i].Basis = basisOf(out[i].Evidence)
	}
	return out
}

// Reasons lists every reason code the table can give, for the house test that
// each has its sentences.
func (r Rules) Reasons() []string {
	out := []string{"held"}
	for _, x := range r.lines {
		for _, code := range []string{x.broken, x.untold} {
			if !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// Conditions lists the ids in the order of the table.
func (r Rules) Conditions() []string {
	var out []string
	for _, x := range r.lines {
		if !slices.Contains(out, x.condition) {
			out = append(out, x.condition)
		}
	}
	return out
}

// factsOf is what the session itself can tell.
func factsOf(s Session, c Continuity, events []Event) Facts {
	f := Facts{
		"in_person_open": Yes("platform:convert"), // the physician can convert at any moment of the session
		"encrypted":      Yes("platform:dtls-srtp", "platform:tls"),
		"strangers":      Number(0, "platform:two-identities", "server:max-two"),
	}
	if s.OpenedAt.IsZero() {
		return f
	}
	l := s.Checklist
	f["camera_worker_seen"] = truth(l.CameraWorker, "checklist:cameraWorker")
	f["camera_physician_seen"] = truth(l.CameraPhysician, "checklist:cameraPhysician")
	f["alone"] = truth(l.Alone, "checklist:alone")
	f["place_confirmed"] = truth(l.Place != "", "checklist:place")
	f["phone_confirmed"] = truth(l.Phone != "", "checklist:phone")

	if !slices.ContainsFunc(events, func(e Event) bool { return e.Source == FromServer }) {
		return f // nothing was ever heard of the media server: silence is no evidence
	}
	f["together"] = Number(c.Together, "server:joined", "server:left")
	if c.Together > 0 {
		f["together_share"] = Number(c.Together/(c.Together+c.Apart), "server:joined", "server:left")
	}
	// A picture is judged when most of the time was measured by the one who looks;
	// a camera the server saw switched off is judged in any case.
	enough := func(x Shown) bool { return c.Together > 0 && x.Measured >= 0.8*c.Together }
	if enough(c.Worker) || c.Worker.CameraOff > 0.1*c.Together {
		f["picture_share_worker"] = Number(1-c.Worker.WithoutPicture/max(c.Together, 0.1), "browser:physician", "server:muted")
	}
	if enough(c.Worker) && enough(c.Physician) {
		f["without_picture"] = Number(max(c.Worker.WithoutPicture+c.Worker.Frozen, c.Physician.WithoutPicture+c.Physician.Frozen), "browser:worker", "browser:physician", "server:muted")
		f["long_blinds"] = Number(float64(max(c.Worker.LongBlinds, c.Physician.LongBlinds)), "browser:worker", "browser:physician")
		f["line_lost"] = Number(max(c.Worker.LineLost, c.Physician.LineLost), "browser:worker", "browser:physician", "server:joined", "server:left")
		f["long_stops"] = Number(float64(max(c.Worker.LongStops, c.Physician.LongStops)), "browser:worker", "browser:physician", "server:joined", "server:left")
		f["without_voice"] = Number(max(c.Worker.WithoutVoice, c.Physician.WithoutVoice), "browser:worker", "browser:physician")
	}
	return f
}
