package pdf

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// Fonts are read when the first document is drawn, and once, however many are drawn at a time.
func TestFontsAreReadOnce(t *testing.T) {
	t.Parallel()
	var reads atomic.Int32
	f := LaterFonts(func() ([]byte, []byte, error) {
		reads.Add(1)
		return fontFiles()
	})
	if reads.Load() != 0 {
		t.Error("read before anybody drew")
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			d := New(f, meta)
			d.Title("面接指導結果報告書", "")
			if _, err := d.Bytes(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := reads.Load(); n != 1 {
		t.Errorf("read %d times", n)
	}
}

// Without fonts there is no document, and its error says why.
func TestNoFonts(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	for name, f := range map[string]*Fonts{
		"not there": LaterFonts(func() ([]byte, []byte, error) { return nil, nil, gone }),
		"no font":   LaterFonts(func() ([]byte, []byte, error) { return []byte("x"), []byte("y"), nil }),
	} {
		d := New(f, meta)
		d.Title("面接指導結果報告書", "")
		_, err := d.Bytes()
		if missing := (*MissingGlyph)(nil); err == nil || errors.As(err, &missing) || name == "not there" && !errors.Is(err, gone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
