package accountweb

import (
	"net/http"

	"mendan/internal/account"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/web"
)

// accountView is the page of one's own sessions.
type accountView struct {
	Here   sessionView
	Others []sessionView
	Look   lookView
	Saved  bool
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
	mine, err := s.accounts.Mine(r.Context(), r.Who)
	if err != nil {
		return err
	}
	view := accountView{Look: lookView{Language: mine.Language, Style: mine.Style}, Saved: r.URL.Query().Has("saved")}
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

// submitLanguage keeps the language for mails and for pages on every device,
// and how pages look; what was chosen on this device before gives way to it.
func (s *Site) submitLanguage(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := s.accounts.Speak(r.Context(), r.Who, lang.Lang(form.Text("language")), web.ReadStyle(form)); err != nil {
		return err
	}
	web.ForgetLook(w)
	return web.SeeOther(w, r, "/account?saved=1")
}

// showLook lets a reader choose who is not signed in; whoever is, chooses in
// the account, for all devices.
func (s *Site) showLook(w http.ResponseWriter, r *web.Request) error {
	if r.Who.Account != "" {
		return web.SeeOther(w, r, "/account#look")
	}
	next := web.LocalPath(r.URL.Query().Get("next"))
	return web.Render(w, r, http.StatusOK, lookPage(lookView{Language: r.Language(), Style: lang.StyleOf(r.Context()), Next: next}))
}

func rubyOn(s lang.Style) []string {
	if s.Ruby {
		return []string{"1"}
	}
	return nil
}

func years(s lang.Style) string {
	if s.Era {
		return "era"
	}
	return "western"
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
