// Package notifyweb shows the coordinator's tasks and, in the demonstration
// only, the mails that were sent. Read routes.go first.
package notifyweb

import (
	"time"

	"mendan/internal/actor"
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
