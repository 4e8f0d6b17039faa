// Command make writes the sample sounds as WAV files: kind-seed.wav for each
// kind and seed. The tests of the quiet-room check in the browser read them.
//
// Run it from the root of the repository: go run ./internal/sounds/make -out FOLDER
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"mendan/internal/sounds"
)

func main() {
	out := flag.String("out", "", "folder to write to")
	seeds := flag.Uint64("seeds", 20, "how many of each kind")
	first := flag.Uint64("first", 1, "the first seed")
	seconds := flag.Float64("seconds", 10, "how long each is")
	flag.Parse()
	if err := run(*out, *first, *seeds, *seconds); err != nil {
		fmt.Fprintln(os.Stderr, "sounds:", err)
		os.Exit(1)
	}
}

func run(out string, first, seeds uint64, seconds float64) error {
	if out == "" {
		return fmt.Errorf("say where to: -out FOLDER")
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, k := range sounds.Kinds() {
		for seed := first; seed < first+seeds; seed++ {
			f, err := os.Create(filepath.Join(out, fmt.Sprintf("%s-%02d.wav", k, seed)))
			if err != nil {
				return err
			}
			err = sounds.WAV(f, sounds.Make(k, seed, seconds))
			if closed := f.Close(); err == nil {
				err = closed
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
