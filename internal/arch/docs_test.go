package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	inCode = regexp.MustCompile("`([^`\n]+)`")
	link   = regexp.MustCompile(`\]\(([^)#\s]+)\)`)
	cited  = regexp.MustCompile(`\bS[0-9]{2}\b`)
)

// What the documents name exists.
func TestDocumentsNameWhatExists(t *testing.T) {
	t.Parallel()
	for _, doc := range []string{"ARCHITECTURE.md", "README.md", "README.ja.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"} {
		b, err := os.ReadFile(filepath.Join("../..", doc))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range inCode.FindAllStringSubmatch(string(b), -1) {
			p := m[1]
			if !strings.HasPrefix(p, "internal/") && !strings.HasPrefix(p, "docs/") && !strings.HasPrefix(p, "frontend/") && !strings.HasPrefix(p, "cmd/") || strings.ContainsAny(p, "<> ") {
				continue
			}
			if _, err := os.Stat(filepath.Join("../..", p)); err != nil {
				t.Errorf("%s names %s, which does not exist", doc, p)
			}
		}
		for _, m := range link.FindAllStringSubmatch(string(b), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
				t.Errorf("%s links to %s, which does not exist", doc, m[1])
			}
		}
	}
}

// Every source that code names stands in docs/sources.md.
func TestSourcesResolve(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, s := range cited.FindAllString(string(b), -1) {
		known[s] = true
	}
	err = filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(b)) {
			if !strings.Contains(line, "Source:") && !strings.Contains(line, "S0") {
				continue
			}
			for _, s := range cited.FindAllString(line, -1) {
				if !known[s] {
					t.Errorf("%s names the source %s, which docs/sources.md does not know", path, s)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
