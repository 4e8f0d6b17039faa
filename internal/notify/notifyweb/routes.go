// Package notifyweb leads from the link of a mail to the page it means, shows the
// coordinator's tasks and, in the demonstration only, the mails that were sent.
// Read routes.go first.
package notifyweb

import (
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/mailer"
	"mendan/internal/notify"
	"mendan/internal/web"
)

// Tasks is the coordinator's side.
type Tasks struct {
	tasks *notify.Tasks
	zone  *time.Location
}

// NewTasks makes the pages of the tasks; times are shown in the zone.
func NewTasks(tasks *notify.Tasks, zone *time.Location) *Tasks { return &Tasks{tasks, zone} }

// Routes are the doors of the tasks.
func (t *Tasks) Routes() []web.Route {
	who := actor.Of(actor.Coordinator)
	return []web.Route{
		{Method: "GET", Pattern: "/coordinator/tasks", Who: who, Handle: t.list},
		{Method: "POST", Pattern: "/coordinator/tasks/{task}/done", Who: who, Handle: t.done},
	}
}

// Links leads on from the links of mails, which are neutral.
type Links struct{ delivery *notify.Delivery }

// NewLinks makes the way in.
func NewLinks(delivery *notify.Delivery) *Links { return &Links{delivery} }

// everyone is whoever is signed in; whose message it is decides the core.
const everyone = actor.Roles(actor.Employee | actor.HROfficer | actor.LineManager | actor.Physician |
	actor.HealthStaff | actor.Committee | actor.Coordinator | actor.Admin)

// Routes are the doors of the links.
func (l *Links) Routes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/m/{message}", Who: everyone, Handle: l.follow}}
}

func (l *Links) follow(w http.ResponseWriter, r *web.Request) error {
	message, err := web.PathID[id.Message](r, "message")
	if err != nil {
		return err
	}
	path, err := l.delivery.WayIn(r.Context(), r.Who, message)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, web.LocalPath(path))
}

// Box shows the mails of the demonstration to everybody: app wires it only
// when serving a demonstration.
type Box struct {
	box  *mailer.Box
	zone *time.Location
}

// NewBox makes the pages of the box.
func NewBox(box *mailer.Box, zone *time.Location) *Box { return &Box{box, zone} }

// Routes are the doors of the box.
func (b *Box) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/demo/mail", Public: true, Handle: b.list},
		{Method: "GET", Pattern: "/demo/mail/{message}", Public: true, Handle: b.one},
	}
}
