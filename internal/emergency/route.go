package emergency

import (
	"slices"
	"time"

	"mendan/internal/id"
	"mendan/internal/phone"
)

// Target is somebody a route calls, as he was when the task began.
type Target struct {
	Key     string       `json:"key"`
	Role    Role         `json:"role"`
	Name    string       `json:"name"`
	Account id.Account   `json:"account,omitempty"`
	Phone   phone.Number `json:"phone,omitempty"`
}

// Route is who is called for a task, rung by rung. The last rung is everybody,
// and is called again until somebody answers.
type Route struct {
	Rungs [][]Target `json:"rungs"`
}

// rung gives the people of a step; steps beyond the end are the last one again.
func (r Route) rung(step int) []Target {
	if len(r.Rungs) == 0 {
		return nil
	}
	return r.Rungs[min(step, len(r.Rungs)-1)]
}

// last tells whether the step calls everybody.
func (r Route) last(step int) bool { return step >= len(r.Rungs)-1 }

// find gives a target by key.
func (r Route) find(key string) (Target, bool) {
	for _, rung := range r.Rungs {
		for _, t := range rung {
			if t.Key == key {
				return t, true
			}
		}
	}
	return Target{}, false
}

// byAccount gives the target with that account.
func (r Route) byAccount(a id.Account) (Target, bool) {
	for _, rung := range r.Rungs {
		for _, t := range rung {
			if a != "" && t.Account == a {
				return t, true
			}
		}
	}
	return Target{}, false
}

// crew is whom an emergency can call, from the plan or, without one, from the
// provider's own people.
type crew struct {
	body    Body
	zone    *time.Location
	targets map[string]Target
	order   []string // keys, in the order of the chain
}

// first is the role a kind of task calls first.
func (k Kind) first() Role {
	switch k {
	case ForHR:
		return HR
	case ForManager:
		return Manager
	case ForCallBack, ForDoctor:
		return Doctor
	case ForCoordinator, ForSecond:
	}
	return Coordinator
}

// route builds the rungs of a task: those of the first role who are on duty and
// their deputies, then the rest of the chain in its order with theirs, then
// everybody, on duty or not. Only roles that allowed names are called.
func (c crew) route(k Kind, at time.Time, allowed func(Role) bool) Route {
	var out Route
	var keys []string
	add := func(key string) {
		t, ok := c.targets[key]
		if !ok || slices.Contains(keys, key) || !allowed(t.Role) || key == doctorKey && k.first() != Doctor {
			return // the physician of the case is in the session: nobody needs to tell him of his own press
		}
		keys = append(keys, key)
	}
	roles := func(first bool) {
		for _, key := range c.order {
			if p, ok := c.targets[key]; ok && (p.Role == k.first()) == first {
				for _, d := range c.body.line(key) {
					add(d)
				}
			}
		}
	}
	roles(true)
	roles(false)
	var all []Target
	for _, key := range keys {
		t := c.targets[key]
		all = append(all, t)
		p, _ := c.body.person(key)
		if covers(p.Hours, at, c.zone) {
			out.Rungs = append(out.Rungs, []Target{t})
		}
	}
	if len(out.Rungs) != 1 || len(all) != 1 {
		out.Rungs = append(out.Rungs, all)
	}
	return out
}
