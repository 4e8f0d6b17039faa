package bench

import (
	"context"
	"time"

	"mendan/internal/civil"
	"mendan/internal/modality/modalitydata"
)

// mode measures one decision between online and in person: facts read from
// their file and the whole table applied.
func (r *run) mode(context.Context) error {
	rules, err := modalitydata.Load()
	if err != nil {
		return err
	}
	day := civil.Date{Year: 2026, Month: 11, Day: 24}
	table, err := rules.On(day)
	if err != nil {
		return err
	}
	file := []byte(`{"type": "LONG_HOURS_GENERAL", "stage": "START", "wish": "EITHER", "deliberated": true, "announced": true,
		"emergency_plan": true, "plan_until": "2027-03-31", "location_confirmed": true, "phone_confirmed": true, "worker_place": "PRIVATE",
		"suicidality": "E0", "relations": 2, "first_meeting": true, "device_failures": 1, "dispute": true}`)
	var took []float64
	for range 5_000 {
		began := time.Now()
		facts, err := table.ReadFacts(file)
		if err != nil {
			return err
		}
		table.Decide(facts, day)
		took = append(took, ms(time.Since(began)))
	}
	r.add(spread("modality.decision", "facts read and checked, the whole table applied", "ms", took).most("p99", 1))
	return nil
}
