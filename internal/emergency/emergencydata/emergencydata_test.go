package emergencydata_test

import (
	"strings"
	"testing"

	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencydata"
)

// Whoever a level calls knows what to do, in words without a word of health.
func TestLevels(t *testing.T) {
	t.Parallel()
	table, err := emergencydata.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range emergency.Levels() {
		s := table.Script(l)
		roles := []emergency.Role{emergency.Coordinator, emergency.Nurse, emergency.Doctor}
		if s.All {
			roles = append(roles, emergency.HR, emergency.Manager, emergency.FirstAider)
		}
		for _, r := range roles {
			if s.Todo[r].JA == "" || s.Todo[r].EN == "" {
				t.Errorf("%s: %s does not know what to do", l, r)
			}
		}
		for _, r := range []emergency.Role{emergency.HR, emergency.Manager, emergency.FirstAider} {
			for _, bad := range []string{"死", "自殺", "精神", "病", "症", "診断", "うつ", "suicid", "mental", "psychi", "diagnos", "illness"} {
				if strings.Contains(strings.ToLower(s.Todo[r].JA+s.Todo[r].EN), bad) {
					t.Errorf("%s: %s is told %q", l, r, bad)
				}
			}
		}
		for _, k := range s.Calls {
			if k != emergency.ForCoordinator && !s.All {
				t.Errorf("%s calls %s although life is not in danger", l, k)
			}
		}
	}
}
