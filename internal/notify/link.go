package notify

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// A mail and a calendar entry are seen by others: on a locked phone, over a
// shoulder, by an assistant who keeps the calendar. A path like
// /interviews/.../letter would tell what the words do not. So the link of a
// message is its own name, /m/msg_..., and leads on after sign-in.

// linkTo is the path of the message's link. The way in and the first way in
// lead where they lead: they work without a session.
func linkTo(m Message) string {
	if m.Kind == SignInLink || m.Kind == Invitation {
		return m.Path
	}
	return "/m/" + string(m.ID)
}

// WayIn is the path a message leads to, for the person it was sent to and for
// nobody else. Errors: ErrUnknown.
func (d *Delivery) WayIn(ctx context.Context, who actor.Actor, message id.Message) (string, error) {
	path := ""
	err := d.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		m, err := d.service.store.Get(ctx, tx, message)
		if err != nil {
			return err
		}
		if who.Account == "" || m.To != who.Account {
			return ErrUnknown
		}
		path = m.Path
		return nil
	})
	return path, err
}
