package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"mendan/internal/lang"
)

// source walks the Go files of the house that are not tests.
func source(t *testing.T, f func(path string, file *ast.File, set *token.FileSet)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		f(path, file, set)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func japanese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) })
}

// Every sentence given to lang.T has its English.
func TestEverySentenceHasItsEnglish(t *testing.T) {
	t.Parallel()
	n := 0
	source(t, func(path string, file *ast.File, set *token.FileSet) {
		said(file, func(call *ast.CallExpr, sentence string) {
			n++
			if japanese(sentence) && !lang.Has(lang.EN, sentence) {
				t.Errorf("%s: no English for %q", set.Position(call.Pos()), sentence)
			}
		})
	})
	if n == 0 {
		t.Fatal("no sentence found: the test looks in the wrong place")
	}
}

// said calls f with each sentence given to lang.T in the file.
func said(file *ast.File, f func(call *ast.CallExpr, sentence string)) {
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "T" {
			return true
		}
		if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "lang" {
			return true
		}
		for _, sentence := range literals(call.Args[1]) {
			f(call, sentence)
		}
		return true
	})
}

func literals(e ast.Expr) []string {
	var out []string
	ast.Inspect(e, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if s, err := strconv.Unquote(l.Value); err == nil {
				out = append(out, s)
			}
		}
		return true
	})
	return out
}

var code = regexp.MustCompile(`^[a-z]+\.[a-z0-9_]+$`)

// Every fault has its sentence in both languages, with the same places for arguments.
func TestEveryFaultHasItsSentence(t *testing.T) {
	t.Parallel()
	source(t, func(path string, file *ast.File, set *token.FileSet) {
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			var codes []string
			pkg, _ := sel.X.(*ast.Ident)
			switch {
			case sel.Sel.Name == "New" && pkg != nil && pkg.Name == "fault" && len(call.Args) == 2:
				codes = literals(call.Args[1])
			case sel.Sel.Name == "Add" && len(call.Args) >= 2:
				codes = literals(call.Args[1])
			}
			for _, c := range codes {
				if !code.MatchString(c) || strings.HasSuffix(c, ".go") {
					continue
				}
				for _, l := range []lang.Lang{lang.JA, lang.EN} {
					if !lang.Has(l, c) {
						t.Errorf("%s: no sentence in %s for the fault %q", set.Position(call.Pos()), l, c)
					}
				}
			}
			return true
		})
	})
	for _, c := range lang.Keys(lang.JA) {
		if !lang.Has(lang.EN, c) {
			t.Errorf("%q has no English", c)
		}
	}
}

// Sentences nobody says any more are deleted.
func TestNoForgottenSentence(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(path, "../lang/") || strings.HasPrefix(path, "../assets/dist") ||
			!slices.Contains([]string{".go", ".templ", ".txt", ".csv", ".json"}, filepath.Ext(path)) {
			return err
		}
		b, err := os.ReadFile(path)
		all.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text := all.String()
	var forgotten []string
	for _, k := range append(lang.Keys(lang.EN), lang.Keys(lang.Easy)...) {
		quoted := strconv.Quote(k)
		// A code may be put together of an area's prefix and a word of one of its tables.
		if i := strings.LastIndexByte(k, '.'); !japanese(k) && i > 0 && strings.Contains(text, strconv.Quote(k[:i+1])) && strings.Contains(text, k[i+1:]) {
			continue
		}
		if !strings.Contains(text, k) && !strings.Contains(text, quoted[1:len(quoted)-1]) {
			forgotten = append(forgotten, k)
		}
	}
	slices.Sort(forgotten)
	for _, k := range forgotten {
		t.Errorf("nobody says %q any more", k)
	}
}

// A file that grew long wants to be two.
func TestFilesStayReadable(t *testing.T) {
	t.Parallel()
	source(t, func(path string, file *ast.File, set *token.FileSet) {
		if strings.HasSuffix(path, "_templ.go") {
			return
		}
		if n := set.Position(file.End()).Line; n > 550 {
			t.Errorf("%s has %d lines: would it read better as two?", path, n)
		}
	})
}

// Time is asked of the act or an injected clock, nowhere else.
func TestNobodyAsksTheWallClock(t *testing.T) {
	t.Parallel()
	source(t, func(path string, file *ast.File, set *token.FileSet) {
		for _, room := range []string{"../app/", "../play/", "../bench/", "../demo/", "../media/", "../assets/", "../e2e/"} {
			if strings.HasPrefix(path, room) {
				return
			}
		}
		if strings.Contains(path, "test/") {
			return
		}
		ast.Inspect(file, func(node ast.Node) bool {
			sel, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Sleep", "Local"}, sel.Sel.Name) {
				t.Errorf("%s: time.%s", set.Position(sel.Pos()), sel.Sel.Name)
			}
			return true
		})
	})
}
