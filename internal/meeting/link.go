package meeting

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"mendan/internal/fault"
)

// mostLink is how long a link may be; those of Teams have some 300 characters.
const mostLink = 2000

// places says where a link of each tool may lead: hosts, or ends of hosts that
// begin with a dot, and the paths that join a meeting.
// Sources: learn.microsoft.com/graph/api/resources/onlinemeeting (joinWebUrl), developers.google.com/workspace/meet
// (meetingUri: meet.google.com and [a-z]+-[a-z]+-[a-z]+), developers.zoom.us (join_url); read 2026-11-22.
var places = map[Tool]struct {
	hosts []string
	path  *regexp.Regexp
}{
	Teams: {[]string{"teams.microsoft.com", "teams.live.com", "teams.cloud.microsoft"}, regexp.MustCompile(`^/(l/meetup-join/[^/]+/.*|meet/[0-9A-Za-z]+)$`)},
	Meet:  {[]string{"meet.google.com"}, regexp.MustCompile(`^/[a-z]+-[a-z]+-[a-z]+$`)},
	Zoom:  {[]string{"zoom.us", ".zoom.us"}, regexp.MustCompile(`^/(j/[0-9]{9,12}|my/[0-9A-Za-z._-]+)$`)},
}

// ParseLink reads a link to a meeting at the tool. Errors: a field fault "link":
// form.required, meeting.link_long, meeting.link_wrong, meeting.link_https,
// meeting.link_host, meeting.link_starts, meeting.link_path.
func ParseLink(t Tool, text string) (Link, error) {
	bad := func(code string, args ...any) (Link, error) {
		var f fault.Fields
		f.Add("link", code, args...)
		return "", f.Err()
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return bad("meeting.link_needed")
	}
	if len(text) > mostLink {
		return bad("meeting.link_long", mostLink)
	}
	u, err := url.Parse(text)
	if err != nil || strings.ContainsFunc(text, func(r rune) bool {
		return r > unicode.MaxASCII || unicode.IsSpace(r) || unicode.IsControl(r) || r == '\\'
	}) {
		return bad("meeting.link_wrong")
	}
	p, ok := places[t]
	switch {
	case !ok:
		return bad("meeting.link_wrong")
	case u.Scheme != "https":
		return bad("meeting.link_https")
	case u.User != nil || u.Opaque != "" || u.Port() != "" && u.Port() != "443":
		return bad("meeting.link_wrong")
	case !hosted(strings.ToLower(u.Hostname()), p.hosts):
		return bad("meeting.link_host", t.Name())
	case t == Zoom && strings.HasPrefix(u.Path, "/s/"):
		return bad("meeting.link_starts") // it would make the worker the host
	case !p.path.MatchString(u.Path):
		return bad("meeting.link_path", t.Name())
	}
	u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Hostname()), "", ""
	return Link(u.String()), nil
}

func hosted(host string, list []string) bool {
	for _, h := range list {
		if host == h || strings.HasPrefix(h, ".") && strings.HasSuffix(host, h) && len(host) > len(h) {
			return true
		}
	}
	return false
}
