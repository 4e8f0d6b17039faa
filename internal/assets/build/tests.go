package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

const testsOut = "internal/assets/dist-tests"

// bundleTests makes of each frontend/*/*.test.ts, and one folder deeper, a script that Node's own test
// runner can run: node --test internal/assets/dist-tests/. Not embedded, not committed.
func bundleTests() error {
	tests, err := filepath.Glob("frontend/*/*.test.ts")
	if err != nil {
		return err
	}
	deeper, err := filepath.Glob("frontend/*/*/*.test.ts")
	if err != nil {
		return err
	}
	tests = append(tests, deeper...)
	if err := os.RemoveAll(testsOut); err != nil {
		return err
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:  tests,
		Bundle:       true,
		Write:        true,
		Outdir:       testsOut,
		Platform:     api.PlatformNode,
		Format:       api.FormatESModule,
		OutExtension: map[string]string{".js": ".test.mjs"},
		Target:       api.ES2022,
		LogLevel:     api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d faults in the tests of frontend, see above", len(result.Errors))
	}
	return nil
}
