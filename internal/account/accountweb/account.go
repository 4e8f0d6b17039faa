package accountweb

import (
	"net/http"

	"mendan/internal/account"
	"mendan/internal/id"
	"mendan/internal/web"
)

// accountView is the page of one's own sessions.
type accountView struct {
	Here   sessionView
	Others []sessionView
}

// sessionView is one line of it.
type sessionView struct {
	ID          id.Session
	Words       string // iPhone・Safari
	Began, Seen string
}

func (s *Site) showAccount(w http.ResponseWriter, r *web.Request) error {
	list, err := s.accounts.Sessions(r.Context(), r.Who)
	if err != nil {
		return err
	}
	view := accountView{}
	for _, x := range list {
		v := s.sessionView(r, x)
		if x.ID == r.Who.Session {
			view.Here = v
			continue
		}
		view.Others = append(view.Others, v)
	}
	return web.Render(w, r, http.StatusOK, accountPage(view))
}

func (s *Site) submitSignOut(w http.ResponseWriter, r *web.Request) error {
	if err := s.accounts.EndSession(r.Context(), r.Who, r.Who.Session); err != nil {
		return err
	}
	dropCookie(w, web.SessionCookie)
	return web.SeeOther(w, r, "/signin")
}

func (s *Site) submitEnd(w http.ResponseWriter, r *web.Request) error {
	session, err := web.PathID[id.Session](r, "session")
	if err != nil {
		return err
	}
	if err := s.accounts.EndSession(r.Context(), r.Who, session); err != nil {
		return err
	}
	if session == r.Who.Session {
		dropCookie(w, web.SessionCookie)
		return web.SeeOther(w, r, "/signin")
	}
	return web.SeeOther(w, r, "/account")
}

func (s *Site) submitEndOthers(w http.ResponseWriter, r *web.Request) error {
	if err := s.accounts.EndOtherSessions(r.Context(), r.Who); err != nil {
		return err
	}
	return web.SeeOther(w, r, "/account")
}

func (s *Site) sessionView(r *web.Request, x account.Session) sessionView {
	return sessionView{
		ID: x.ID, Words: deviceWords(r.Context(), x.Device),
		Began: moment(r.Context(), x.Began, s.zone), Seen: moment(r.Context(), x.Seen, s.zone),
	}
}
