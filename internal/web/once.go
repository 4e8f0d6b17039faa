package web

import (
	"net/http"
	"sync"
	"time"
)

// onceField is the hidden field that every form of ours carries: a fresh random
// word each time the form is drawn.
const onceField = "once"

// keepOnce is how long an answer is remembered: longer than any impatient finger.
const keepOnce = 10 * time.Minute

// onces makes a form that is sent twice one act: the second sending waits for
// the first and gets its answer, when that was a redirect after a change. What
// was refused is not remembered, so that a corrected form goes through. It
// remembers on this node; the areas' own rules (one booking of a case, the save
// counter of a draft) are the wall behind it.
type onces struct {
	mu   sync.Mutex
	seen map[string]*sending // guarded by mu
}

type sending struct {
	at       time.Time
	done     chan struct{} // closed when the first sending is answered
	location string        // of its redirect; empty when it was refused
}

// enter begins a sending. The second of a pair gets first = false and the
// location of the first one's answer, empty when that was none.
func (o *onces) enter(key string, now time.Time) (s *sending, first bool, location string) {
	o.mu.Lock()
	if o.seen == nil {
		o.seen = map[string]*sending{}
	}
	for k, old := range o.seen {
		if now.Sub(old.at) > keepOnce {
			delete(o.seen, k)
		}
	}
	old, twice := o.seen[key]
	if !twice {
		s = &sending{at: now, done: make(chan struct{})}
		o.seen[key] = s
	}
	o.mu.Unlock()
	if !twice {
		return s, true, ""
	}
	<-old.done
	return old, false, old.location
}

// leave ends the first sending with what it answered.
func (o *onces) leave(key string, s *sending, location string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	s.location = location
	if location == "" {
		delete(o.seen, key)
	}
	close(s.done)
}

// runOnce runs a handler, or gives the answer of the same form sent before.
func (d *door) runOnce(route Route, w http.ResponseWriter, r *Request) error {
	cookie, err := r.Cookie(SessionCookie)
	if r.Method != http.MethodPost || route.JSON || err != nil {
		return route.Handle(w, r)
	}
	if err := r.ParseForm(); err != nil {
		return r.bodyFault(err) // a second reading would find the truncated form good
	}
	if r.PostForm.Get(onceField) == "" {
		return route.Handle(w, r)
	}
	key := cookie.Value + " " + r.URL.Path + " " + r.PostForm.Get(onceField)
	s, first, location := d.onces.enter(key, d.Now())
	if !first {
		if location == "" {
			return route.Handle(w, r)
		}
		return SeeOther(w, r, location)
	}
	answered := ""
	defer func() { d.onces.leave(key, s, answered) }()
	err = route.Handle(w, r)
	if out, ok := w.(*recorder); ok && err == nil && out.status == http.StatusSeeOther {
		answered = out.Header().Get("Location")
	}
	return err
}
