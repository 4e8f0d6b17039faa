// Command build makes the files of package assets: it bundles frontend/*.ts and
// frontend/style/*.css (each file at the top of those folders is one bundle,
// files in folders below are their parts), copies the icon and the fonts for
// print, and writes everything with hashed names and ready-made compressed
// copies into internal/assets/dist. It reads node_modules and fetches nothing.
//
// Run it from the root of the repository: go run ./internal/assets/build [-force]
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"

	"mendan/internal/assets"
)

const out = "internal/assets/dist"

// Fonts: where npm puts them, how the PDF kit calls them.
var fonts = map[string]string{
	assets.FontRegular: "node_modules/@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
	assets.FontBold:    "node_modules/@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf",
	"OFL.txt":          "node_modules/@expo-google-fonts/noto-sans-jp/LICENSE_FONT",
}

func main() {
	force := flag.Bool("force", false, "build although nothing changed")
	tests := flag.Bool("tests", false, "bundle the tests of the scripts instead, into "+testsOut)
	flag.Parse()
	if *tests {
		if err := bundleTests(); err != nil {
			fmt.Fprintln(os.Stderr, "assets:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*force); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

func run(force bool) error {
	inputs, err := hashInputs("frontend", "package-lock.json", "internal/assets/build")
	if err != nil {
		return err
	}
	if !force && fresh(inputs) {
		return nil
	}
	m := assets.Manifest{Inputs: inputs, Files: map[string]string{}}
	made, parts, err := bundle()
	if err != nil {
		return err
	}
	icon, err := os.ReadFile("frontend/icon.svg")
	if err != nil {
		return err
	}
	made["icon.svg"] = icon

	if err := clear(); err != nil {
		return err
	}
	for _, name := range sorted(made) {
		hashed := name // a shared part has its hash in its name already, by which the others import it
		if !strings.HasPrefix(name, shared) {
			hashed = withHash(name, made[name])
		}
		if err := write(hashed, made[name]); err != nil {
			return err
		}
		m.Files[name] = hashed
	}
	m.Parts = parts
	for name, from := range fonts {
		if err := copyFont(name, from); err != nil {
			return err
		}
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	// Last: a build that died half-way has no manifest and is done again.
	return os.WriteFile(filepath.Join(out, "manifest.json"), b, 0o644)
}

// shared begins the names of what several scripts have in common: the check of
// devices and the room both need the media client, and whoever made the check
// has it already when the room opens.
const shared = "part."

// bundle runs esbuild over the entry files and gives the results by name
// ("room.js"), and for each script the shared parts it needs.
func bundle() (made map[string][]byte, parts map[string][]string, err error) {
	scripts, err := filepath.Glob("frontend/*.ts")
	if err != nil {
		return nil, nil, err
	}
	styles, err := filepath.Glob("frontend/style/*.css")
	if err != nil {
		return nil, nil, err
	}
	var entries []api.EntryPoint
	for _, path := range append(scripts, styles...) {
		base := filepath.Base(path)
		if strings.HasSuffix(base, ".d.ts") || strings.HasSuffix(base, ".test.ts") {
			continue
		}
		// Scripts and styles of one name (room.ts, room.css) end in different files.
		entries = append(entries, api.EntryPoint{InputPath: path, OutputPath: strings.TrimSuffix(base, filepath.Ext(base))})
	}
	result := api.Build(api.BuildOptions{
		EntryPointsAdvanced: entries,
		Bundle:              true,
		Write:               false,
		Splitting:           true,
		ChunkNames:          shared + "[hash]",
		Metafile:            true,
		Outdir:              out,
		MinifyWhitespace:    true,
		MinifyIdentifiers:   true,
		MinifySyntax:        true,
		Charset:             api.CharsetUTF8,
		Format:              api.FormatESModule,
		LegalComments:       api.LegalCommentsNone,
		// Phones that people really have: iOS 15.4 knows layers but not nesting, which esbuild writes out.
		Target:   api.ES2022,
		Engines:  []api.Engine{{Name: api.EngineSafari, Version: "15.4"}, {Name: api.EngineChrome, Version: "105"}, {Name: api.EngineFirefox, Version: "102"}},
		LogLevel: api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return nil, nil, fmt.Errorf("%d faults in frontend, see above", len(result.Errors))
	}
	made = map[string][]byte{}
	for _, f := range result.OutputFiles {
		made[filepath.Base(f.Path)] = f.Contents
	}
	parts, err = imports(result.Metafile)
	return made, parts, err
}

// imports reads from esbuild's account which shared parts each script needs, through all steps.
func imports(account string) (map[string][]string, error) {
	var meta struct {
		Outputs map[string]struct {
			Imports []struct{ Path, Kind string }
		}
	}
	if err := json.Unmarshal([]byte(account), &meta); err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for path := range meta.Outputs {
		seen := map[string]bool{}
		var walk func(string)
		walk = func(p string) {
			for _, i := range meta.Outputs[p].Imports {
				if i.Kind == "import-statement" && !seen[i.Path] {
					seen[i.Path] = true
					walk(i.Path)
				}
			}
		}
		walk(path)
		for part := range seen {
			out[filepath.Base(path)] = append(out[filepath.Base(path)], filepath.Base(part))
		}
		sort.Strings(out[filepath.Base(path)])
	}
	return out, nil
}

func hashInputs(roots ...string) (string, error) {
	h := sha256.New()
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			_, _ = fmt.Fprintf(h, "%s %d\n", path, len(b))
			h.Write(b)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// fresh tells whether dist was made from the same inputs and is whole.
func fresh(inputs string) bool {
	b, err := os.ReadFile(filepath.Join(out, "manifest.json"))
	if err != nil {
		return false
	}
	var m assets.Manifest
	if json.Unmarshal(b, &m) != nil || m.Inputs != inputs {
		return false
	}
	for _, hashed := range m.Files {
		if _, err := os.Stat(filepath.Join(out, hashed)); err != nil {
			return false
		}
	}
	for name := range fonts {
		if _, err := os.Stat(filepath.Join(out, "fonts", name)); err != nil {
			return false
		}
	}
	return true
}

// clear removes what an earlier build left, the manifest first; fonts stay, they are large and never change by name.
func clear() error {
	if err := os.MkdirAll(filepath.Join(out, "fonts"), 0o755); err != nil {
		return err
	}
	_ = os.Remove(filepath.Join(out, "manifest.json"))
	old, err := os.ReadDir(out)
	if err != nil {
		return err
	}
	for _, e := range old {
		if e.IsDir() || e.Name() == ".gitkeep" {
			continue
		}
		if err := os.Remove(filepath.Join(out, e.Name())); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func write(name string, content []byte) error {
	path := filepath.Join(out, name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		return err
	}
	var z bytes.Buffer
	gz, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := gz.Write(content); err != nil {
		return err
	}
	if err := gz.Close(); err != nil {
		return err
	}
	if err := os.WriteFile(path+".gz", z.Bytes(), 0o644); err != nil {
		return err
	}
	z.Reset()
	br := brotli.NewWriterLevel(&z, 9) // 11 takes five times as long for three per cent
	if _, err := br.Write(content); err != nil {
		return err
	}
	if err := br.Close(); err != nil {
		return err
	}
	return os.WriteFile(path+".br", z.Bytes(), 0o644)
}

func copyFont(name, from string) error {
	to := filepath.Join(out, "fonts", name)
	src, err := os.Stat(from)
	if err != nil {
		return fmt.Errorf("%w (run npm ci)", err)
	}
	if have, err := os.Stat(to); err == nil && have.Size() == src.Size() {
		return nil
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}

func withHash(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := filepath.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
}

func sorted(m map[string][]byte) []string {
	var names []string
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
