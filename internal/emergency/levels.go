package emergency

import (
	"fmt"
	"slices"
	"strings"
)

// Text is a sentence in both languages.
type Text struct{ JA, EN string }

// Script is what is said and done in the first five minutes of a level, and who
// is called. It is fixed text; nothing of it is generated.
type Script struct {
	Level Level
	Name  Text
	Signs Text   // by what the level is known
	Calls []Kind // called at once, side by side
	All   bool   // life is in danger: the employer's side is called too
	Steps []Text // beside the video, in order
	After []Text
	Todo  map[Role]Text // what a helper is asked to do
}

// Table is all scripts with their source.
type Table struct {
	Version int
	Source  string
	scripts []Script
}

// Script gives that of a level.
func (t Table) Script(l Level) Script {
	for _, s := range t.scripts {
		if s.Level == l {
			return s
		}
	}
	return Script{Level: l}
}

// ParseTable reads levels.txt: blocks that begin with "level E0", then lines
// "name", "signs", "calls", "all", "step", "after" and "todo ROLE"; sentences are
// "Japanese | English". Errors: ErrTable, which names the line.
func ParseTable(text string) (Table, error) {
	var t Table
	var s *Script
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		rest = strings.TrimSpace(rest)
		bad := func(why string) (Table, error) {
			return Table{}, ErrTable.Because(fmt.Errorf("levels.txt:%d: %s", n+1, why))
		}
		if word == "version" {
			if _, err := fmt.Sscanf(rest, "%d", &t.Version); err != nil {
				return bad("version is no number")
			}
			continue
		}
		if word == "source" {
			t.Source = rest
			continue
		}
		if word == "level" {
			if !Level(rest).Valid() || slices.ContainsFunc(t.scripts, func(x Script) bool { return x.Level == Level(rest) }) {
				return bad("no such level, or twice")
			}
			t.scripts = append(t.scripts, Script{Level: Level(rest), Todo: map[Role]Text{}})
			s = &t.scripts[len(t.scripts)-1]
			continue
		}
		if s == nil {
			return bad("stands before the first level")
		}
		if word == "calls" {
			for _, k := range strings.Fields(rest) {
				if !slices.Contains([]Kind{ForCoordinator, ForHR, ForManager}, Kind(k)) {
					return bad("calls nobody: " + k)
				}
				s.Calls = append(s.Calls, Kind(k))
			}
			continue
		}
		if word == "all" {
			s.All = rest == "yes"
			continue
		}
		var role Role
		if word == "todo" {
			name, after, _ := strings.Cut(rest, " ")
			role, rest = Role(name), after
			if !slices.Contains(Roles(), role) {
				return bad("no such role: " + name)
			}
		}
		ja, en, both := strings.Cut(rest, "|")
		x := Text{strings.TrimSpace(ja), strings.TrimSpace(en)}
		if !both || x.JA == "" || x.EN == "" {
			return bad("a sentence needs Japanese | English")
		}
		switch word {
		case "name":
			s.Name = x
		case "signs":
			s.Signs = x
		case "step":
			s.Steps = append(s.Steps, x)
		case "after":
			s.After = append(s.After, x)
		case "todo":
			s.Todo[role] = x
		default:
			return bad("unknown word " + word)
		}
	}
	for _, l := range Levels() {
		x := t.Script(l)
		if x.Name.JA == "" || x.Signs.JA == "" || len(x.Calls) == 0 || len(x.Steps) == 0 || len(x.After) == 0 {
			return Table{}, ErrTable.Because(fmt.Errorf("levels.txt: %s is not whole", l))
		}
	}
	if t.Version == 0 || t.Source == "" {
		return Table{}, ErrTable.Because(fmt.Errorf("levels.txt: version or source is missing"))
	}
	return t, nil
}
