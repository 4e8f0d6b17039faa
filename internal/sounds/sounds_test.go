package sounds_test

import (
	"bytes"
	"crypto/sha256"
	"math"
	"testing"

	"mendan/internal/sounds"
)

// The same kind and seed are the same sound; another seed is another; only the
// dead microphone is silent, and nothing is clipped.
func TestSoundsAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	for _, k := range sounds.Kinds() {
		sum := func(seed uint64) [32]byte {
			var b bytes.Buffer
			if err := sounds.WAV(&b, sounds.Make(k, seed, 2)); err != nil {
				t.Fatal(err)
			}
			if b.Len() != 44+2*2*sounds.Rate {
				t.Errorf("%s: %d bytes", k, b.Len())
			}
			return sha256.Sum256(b.Bytes())
		}
		if sum(1) != sum(1) {
			t.Errorf("%s: the same seed gives another sound", k)
		}
		if k != sounds.Silent && sum(1) == sum(2) {
			t.Errorf("%s: another seed gives the same sound", k)
		}
		energy, clipped := 0.0, 0
		for _, x := range sounds.Make(k, 3, 4) {
			energy += x * x
			if math.Abs(x) >= 1 {
				clipped++
			}
		}
		if (energy == 0) != (k == sounds.Silent) || clipped > sounds.Rate/100 {
			t.Errorf("%s: energy %g, clipped %d", k, energy, clipped)
		}
	}
}
