package accountweb

import (
	"errors"
	"net/http"

	"mendan/internal/account"
	"mendan/internal/fault"
	"mendan/internal/web"
)

// signInView is the page that asks for a mail address.
type signInView struct {
	Mail, Next string
	Err        error
}

func (s *Site) showSignIn(w http.ResponseWriter, r *web.Request) error {
	if r.Who.Account != "" {
		return web.SeeOther(w, r, Home(r.Who.Roles))
	}
	return web.Render(w, r, http.StatusOK, signInPage(signInView{Next: r.URL.Query().Get("next")}))
}

func (s *Site) submitSignIn(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	next := form.Text("next")
	err = s.accounts.AskLink(r.Context(), form.Raw("mail"), web.LocalPath(next), address(r))
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.TooMany {
		return web.Render(w, r, web.Status(kind), signInPage(signInView{Mail: form.Text("mail"), Next: next, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/signin/sent")
}

func (s *Site) showSent(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, sentPage())
}

// showLink shows the button and uses nothing up, however often it is fetched.
func (s *Site) showLink(w http.ResponseWriter, r *web.Request) error {
	secret := r.PathValue("secret")
	name, err := s.accounts.LookAtLink(r.Context(), secret)
	if errors.Is(err, account.ErrLink) {
		return web.Render(w, r, http.StatusGone, gonePage())
	}
	if err != nil {
		return err
	}
	tryOut(w)
	return web.Render(w, r, http.StatusOK, linkPage("/signin/"+secret, name))
}

func (s *Site) submitLink(w http.ResponseWriter, r *web.Request) error {
	if refuses(r) {
		return web.Render(w, r, http.StatusConflict, noCookiePage())
	}
	in, err := s.accounts.SignIn(r.Context(), r.PathValue("secret"), DeviceOf(r.UserAgent()), previous(r))
	if errors.Is(err, account.ErrLink) {
		return web.Render(w, r, http.StatusGone, gonePage())
	}
	if err != nil {
		return err
	}
	return s.enter(w, r, in)
}

// enter hands over the session and leads to the page that was wanted, or home.
func (s *Site) enter(w http.ResponseWriter, r *web.Request, in account.SignedIn) error {
	http.SetCookie(w, cookie(in.Secret.Reveal(), in.Session.Until))
	if in.Next != "/" {
		return web.SeeOther(w, r, in.Next)
	}
	return web.SeeOther(w, r, Home(in.Account.Roles))
}
