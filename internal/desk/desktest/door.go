package desktest

import (
	"context"
	"log/slog"
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/assets"
	"mendan/internal/desk/deskweb"
	"mendan/internal/lang"
	"mendan/internal/web"
)

// Door is the desks behind the real door: routes, headers, sessions. The session
// secret of a visitor is the name of the role, with ":en" for English pages.
func Door(from deskweb.Sources) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/assets/", assets.Handler())
	mux.Handle("/", web.New(web.Options{Sessions: sessions{}, Log: slog.New(slog.DiscardHandler), Now: from.Now, Demo: true}, deskweb.New(from).Routes()))
	return mux
}

// Roles are the names that open a door here.
var Roles = map[string]actor.Role{
	"worker": actor.Employee, "physician": actor.Physician, "hr": actor.HROfficer, "nurse": actor.HealthStaff,
	"manager": actor.LineManager, "committee": actor.Committee, "coordinator": actor.Coordinator, "admin": actor.Admin,
}

type sessions struct{}

func (sessions) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	name, english := secret, false
	if n := len(secret) - len(":en"); n > 0 && secret[n:] == ":en" {
		name, english = secret[:n], true
	}
	role, ok := Roles[name]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	v := web.Visitor{Actor: actor.Actor{Account: "acc_test", Roles: actor.Of(role)}, Name: "髙橋 美咲", Language: lang.JA}
	if english {
		v.Language = lang.EN
	}
	return v, nil
}
