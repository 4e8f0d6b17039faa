package accountweb

import (
	"net/http"

	"mendan/internal/id"
	"mendan/internal/web"
)

// Person is somebody of a demonstration, with what he can show.
type Person struct {
	Account id.Account
	Name    string
	Role    string // said with lang.T where it is shown
	What    string // one line: what to try as this person
}

// Demo is the doors of a demonstration with invented people: /demo lists them,
// a button signs in as one. Never wire it over real people.
func (s *Site) Demo(people []Person) []web.Route {
	s.people = people
	return []web.Route{
		{Method: "GET", Pattern: "/demo", Public: true, Handle: s.showDemo},
		{Method: "POST", Pattern: "/demo/{account}", Public: true, Handle: s.submitDemo},
	}
}

func (s *Site) showDemo(w http.ResponseWriter, r *web.Request) error {
	tryOut(w)
	return web.Render(w, r, http.StatusOK, demoPage(s.people))
}

func (s *Site) submitDemo(w http.ResponseWriter, r *web.Request) error {
	who, err := web.PathID[id.Account](r, "account")
	if err != nil {
		return err
	}
	if refuses(r) {
		return web.Render(w, r, http.StatusConflict, noCookiePage())
	}
	for _, p := range s.people {
		if p.Account == who {
			in, err := s.accounts.SignInDemo(r.Context(), who, DeviceOf(r.UserAgent()), previous(r))
			if err != nil {
				return err
			}
			return s.enter(w, r, in)
		}
	}
	return web.ErrNotFound
}
