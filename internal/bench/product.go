package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"mendan/internal/play"
)

// product measures the real program: starts, memory at rest, the room in real
// browsers, the weight of its pages and how long it takes to make them.
func (r *run) product(ctx context.Context) (err error) {
	server, err := r.starts(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if err := r.memory(ctx, server); err != nil {
		return err
	}
	visitors, err := r.room(ctx, server)
	if err != nil {
		return err
	}
	if err := r.weights(ctx, server, visitors); err != nil {
		return err
	}
	return r.serverTimes(ctx, server, visitors)
}

// starts gives the last of the started servers, running, with fresh data.
func (r *run) starts(ctx context.Context) (*play.Server, error) {
	var fresh, again []float64
	for i := range r.Starts {
		dir := filepath.Join(r.dir, "start"+strconv.Itoa(i))
		for _, list := range []*[]float64{&fresh, &again} {
			s, err := play.Start(ctx, r.Program, dir)
			if err != nil {
				return nil, err
			}
			*list = append(*list, ms(s.Ready))
			if err := s.Stop(); err != nil {
				return nil, err
			}
		}
	}
	r.add(
		spread("start.again", "process start to the first good /readyz, data there", "ms", again).most("p50", 1500),
		spread("start.fresh", "the same with no data: migrations and the demo company are made", "ms", fresh).most("p50", 1500),
	)
	r.say("started %d times", 2*r.Starts)
	return play.Start(ctx, r.Program, r.dir)
}

// memory reads what web and media process hold after a rest. RSS counts pages
// that both share, as two processes of one program do, twice; PSS once.
func (r *run) memory(ctx context.Context, s *play.Server) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Duration(r.Idle) * time.Second):
	}
	pids := append([]int{s.PID()}, s.Children()...)
	what := fmt.Sprintf("resident memory %d s after the start, no visitor", r.Idle)
	if _, err := os.Stat("/proc/self/smaps_rollup"); err != nil {
		r.add(unmeasured("memory.together", what, "MB", "no /proc with smaps_rollup on this system").most("value", 160))
		return nil //nolint:nilerr // the figures say that it is unmeasured, and why
	}
	if len(pids) != 2 {
		return fmt.Errorf("web and media server should be two processes, there are %d", len(pids))
	}
	var rss, pss [2]float64
	for i, pid := range pids {
		for name, to := range map[string]*float64{"Rss": &rss[i], "Pss": &pss[i]} {
			text, _ := line(fmt.Sprintf("/proc/%d/smaps_rollup", pid), name)
			kb, err := strconv.ParseFloat(strings.TrimSuffix(text, " kB"), 64)
			if err != nil {
				return fmt.Errorf("memory of process %d: %w", pid, err)
			}
			*to = kb / 1024
		}
	}
	r.add(
		single("memory.web", what+": web process (RSS)", "MB", rss[0]),
		single("memory.media", what+": media process (RSS)", "MB", rss[1]),
		single("memory.together", "both (sum of RSS)", "MB", rss[0]+rss[1]).most("value", 160),
		single("memory.together.shared_once", "both, pages they share counted once (PSS)", "MB", pss[0]+pss[1]),
	)
	return nil
}
