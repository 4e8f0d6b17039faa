package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	"mendan/internal/play"
)

// page is one of the main pages and who looks at it.
type page struct{ who, path string }

// pages are those of a booked interview that people see most. The room stands
// alone: it carries the media client.
var pages = []page{
	{"anybody", "/signin"}, {"anybody", "/help"},
	{"worker", "/home"}, {"worker", "/interviews/new"}, {"worker", "/interviews/{case}"}, {"worker", "/interviews/{case}/booking"},
	{"worker", "/interviews/{case}/company"}, {"worker", "/interviews/{case}/questionnaire"}, {"worker", "/interviews/{case}/place"},
	{"worker", "/interviews/{case}/contact"}, {"worker", "/interviews/{case}/check"}, {"worker", "/account"},
	{"physician", "/physician"}, {"physician", "/physician/availability"}, {"physician", "/physician/cases/{case}"}, {"physician", "/physician/cases/{case}/report"},
	{"hr", "/hr"}, {"hr", "/hr/cases/{case}"}, {"hr", "/hr/bookings/new"},
	{"worker", roomPage}, {"physician", roomPage},
}

const roomPage = "/interviews/{case}/room"

func (p page) name() string {
	if p.path == roomPage {
		return p.path + "." + p.who
	}
	return p.path
}

// answer is what came back for one request.
type answer struct {
	status int
	sent   int // bytes of the body on the line
	body   []byte
}

var client = &http.Client{
	Timeout:   20 * time.Second,
	Transport: &http.Transport{MaxIdleConnsPerHost: 8},
	CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	},
}

func fetch(ctx context.Context, url, cookie string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Accept-Encoding", "gzip") // set by hand, so that it arrives as it was sent
	if cookie != "" {
		req.Header.Set("Cookie", cookie)
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{status: resp.StatusCode, sent: len(raw), body: raw}
	if resp.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return answer{}, err
		}
		a.body, err = io.ReadAll(z)
		return a, err
	}
	return a, nil
}

var (
	named    = regexp.MustCompile(`(?:href|src)="(/assets/[^"]+\.(?:css|js))"`)
	imported = regexp.MustCompile(`"\./([a-z]+\.[0-9A-Za-z]+\.js)"`) // of a script, at once or later
)

// weigh adds up the page and every style and script it names, and what these
// import, as a first visit fetches them.
func weigh(ctx context.Context, base, path, cookie string) (int, answer, error) {
	first, err := fetch(ctx, base+path, cookie)
	if err != nil || first.status != http.StatusOK {
		return 0, first, err
	}
	sum, seen := first.sent, map[string]bool{}
	var todo []string
	for _, m := range named.FindAllStringSubmatch(string(first.body), -1) {
		todo = append(todo, m[1])
	}
	for len(todo) > 0 {
		asset := todo[0]
		todo = todo[1:]
		if seen[asset] {
			continue
		}
		seen[asset] = true
		a, err := fetch(ctx, base+asset, "")
		if err != nil {
			return 0, first, err
		}
		if a.status != http.StatusOK {
			return 0, first, fmt.Errorf("%s names %s, which answers %d", path, asset, a.status)
		}
		sum += a.sent
		if strings.HasSuffix(asset, ".js") {
			for _, m := range imported.FindAllStringSubmatch(string(a.body), -1) {
				todo = append(todo, "/assets/"+m[1])
			}
		}
	}
	return sum, first, nil
}

// shown are the pages that somebody is there to look at.
func shown(visitors map[string]visitor, f func(p page, v visitor, path string) error) error {
	for _, p := range pages {
		v, ok := visitors[p.who]
		if !ok {
			continue
		}
		if err := f(p, v, strings.Replace(p.path, "{case}", v.caseID, 1)); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) weights(ctx context.Context, server *play.Server, visitors map[string]visitor) error {
	if len(visitors) == 1 {
		r.add(unmeasured("weight.pages", "pages of those signed in", "KB", "no Chromium is installed, which signs in and books"))
	}
	return shown(visitors, func(p page, v visitor, path string) error {
		name, what, limit := "weight."+p.name(), "page with its styles and scripts on a first visit, gzip", 60.0
		if p.path == roomPage {
			limit = 350
		}
		n, first, err := weigh(ctx, server.URL, path, v.cookie)
		switch {
		case err != nil:
			return err
		case first.status >= http.StatusInternalServerError:
			return fmt.Errorf("%s answers %d", p.path, first.status)
		case first.status != http.StatusOK:
			r.add(unmeasured(name, what, "KB", fmt.Sprintf("answers %d as the interview stands", first.status)).most("value", limit))
		default:
			r.add(single(name, what, "KB", float64(n)/1024).most("value", limit))
		}
		return nil
	})
}

// together is how many visitors ask at the same time: modest for one server.
const together = 4

// serverTimes asks for every page many times and reads from the server's own
// log how long each took.
func (r *run) serverTimes(ctx context.Context, server *play.Server, visitors map[string]visitor) error {
	before, err := server.Log()
	if err != nil {
		return err
	}
	type ask struct{ path, cookie string }
	var asks []ask
	err = shown(visitors, func(p page, v visitor, path string) error {
		a, err := fetch(ctx, server.URL+path, v.cookie)
		if err == nil && a.status == http.StatusOK {
			asks = append(asks, ask{path, v.cookie})
		}
		return err
	})
	if err != nil {
		return err
	}
	queue, errs := make(chan ask), make(chan error, together)
	var clients sync.WaitGroup
	for range together {
		clients.Go(func() {
			for a := range queue {
				got, err := fetch(ctx, server.URL+a.path, a.cookie)
				if err == nil && got.status != http.StatusOK {
					err = fmt.Errorf("%s answers %d under load", a.path, got.status)
				}
				if err != nil {
					select {
					case errs <- err:
					default: // one reason is enough
					}
				}
			}
		})
	}
	for range r.Requests {
		for _, a := range asks {
			queue <- a
		}
	}
	close(queue)
	clients.Wait()
	select {
	case err := <-errs:
		return err
	default:
	}
	return r.readTimes(server, len(before), r.Requests*len(asks))
}

// readTimes waits until the log tells of all requests and makes figures of it.
func (r *run) readTimes(server *play.Server, from, want int) error {
	var byRoute map[string][]float64
	var all []float64
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		text, err := server.Log()
		if err != nil {
			return err
		}
		if byRoute, all = times(text[from:]); len(all) >= want {
			break
		}
		if time.Since(began) > 5*time.Second {
			return errors.New("the log does not tell of every request")
		}
	}
	what := fmt.Sprintf("time in the server as its log tells, %d visitors at once", together)
	seen := map[string]bool{}
	for _, p := range pages {
		if runs := byRoute["GET "+p.path]; len(runs) > 0 && !seen[p.path] {
			seen[p.path] = true
			r.add(spread("server."+p.path, what, "ms", runs).most(highest(len(runs)), 50))
		}
	}
	r.add(spread("server.all", what+", all these pages", "ms", all).most(highest(len(all)), 50))
	return nil
}

// highest is the highest quantile that so many runs tell.
func highest(runs int) string {
	if runs >= 100 {
		return "p99"
	}
	return "p95"
}

// times reads the request lines of a log: milliseconds of each route.
func times(log string) (byRoute map[string][]float64, all []float64) {
	byRoute = map[string][]float64{}
	for l := range strings.Lines(log) {
		var x struct {
			Msg   string  `json:"msg"`
			Route string  `json:"route"`
			MS    float64 `json:"ms"`
		}
		if json.Unmarshal([]byte(l), &x) != nil || x.Msg != "request" || !strings.HasPrefix(x.Route, "GET ") || strings.HasSuffix(x.Route, "/live") {
			continue // another kind of line, or a stream that is as long as somebody listens
		}
		byRoute[x.Route] = append(byRoute[x.Route], x.MS)
		all = append(all, x.MS)
	}
	return byRoute, all
}
