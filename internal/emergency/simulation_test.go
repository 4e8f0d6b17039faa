package emergency_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"mendan/internal/emergency/emergencytest"
)

// Nobody is left alone: 200 emergencies from seeds in which channels, people
// and processes fail; EMERGENCIES chooses how many (make soak: 1000) and
// EMERGENCY_SEED plays a single one again.
func TestSimulation(t *testing.T) {
	t.Parallel()
	many, first := number("EMERGENCIES", 200), number("EMERGENCY_SEED", 1)
	if os.Getenv("EMERGENCY_SEED") != "" {
		many = 1
	}
	const lanes = 4
	for lane := range min(lanes, many) {
		t.Run(fmt.Sprintf("lane %d", lane), func(t *testing.T) {
			t.Parallel()
			h := emergencytest.NewHouse(t)
			var sum emergencytest.Result
			h.Approve(t, h.Whole())
			for seed := first + lane; seed < first+many; seed += lanes {
				r := emergencytest.Simulate(t, h, uint64(seed))
				h.Clock.Add(time.Minute)
				sum.Steps, sum.Calls, sum.Failed, sum.Crashes = sum.Steps+r.Steps, sum.Calls+r.Calls, sum.Failed+r.Failed, sum.Crashes+r.Crashes
				sum.Answered, sum.Unanswered, sum.Worst = sum.Answered+r.Answered, sum.Unanswered+r.Unanswered, max(sum.Worst, r.Worst)
			}
			t.Log(sum)
		})
	}
}

func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n > 0 {
		return n
	}
	return otherwise
}
