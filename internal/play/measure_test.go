package play

import "testing"

func TestSteady(t *testing.T) {
	t.Parallel()
	flow := func(from, to float64) []float64 {
		var out []float64
		for at := from; at <= to; at += 40 {
			out = append(out, at)
		}
		return out
	}
	for name, c := range map[string]struct {
		frames []float64
		want   float64
		ok     bool
	}{
		"nothing":               {nil, 0, false},
		"too early to tell":     {flow(100, 1500), 0, false},
		"at once":               {flow(100, 2200), 100, true},
		"a burst, then live":    {append(flow(100, 300), flow(1400, 3500)...), 1400, true},
		"a burst, then nothing": {flow(100, 400), 0, false},
		"one picture a second":  {[]float64{0, 1000, 2000, 3000, 4000}, 0, false},
	} {
		got, ok := steady(c.frames)
		if got != c.want || ok != c.ok {
			t.Errorf("%s: steady from %v, %v; want %v, %v", name, got, ok, c.want, c.ok)
		}
	}
}
