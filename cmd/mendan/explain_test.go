package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

func TestExplainModality(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := file("good.json", `{"type": "CONSULTATION", "stage": "BOOKING", "deliberated": true, "announced": true, "emergency_plan": true, "plan_until": "2027-03-31", "suicidality": "E1"}`)
	s := mendan(t, dir, nil, "explain", "modality", "--facts", good, "--on", "2026-11-24", "--lang", "en")
	var got struct {
		Outcome  string
		Employer []string
		Rules    struct{ Version string }
		Rows     []struct{ Row string }
	}
	if err := json.Unmarshal([]byte(s.out), &got); err != nil || s.code != 0 {
		t.Fatalf("exit %d, %v: %s%s", s.code, err, s.out, s.err)
	}
	if got.Outcome != "IN_PERSON_REQUIRED" || len(got.Rows) != 3 || got.Rows[1].Row != "D-14" || got.Rules.Version == "" || len(got.Employer) != 1 {
		t.Errorf("%+v", got)
	}

	for name, x := range map[string]struct {
		args []string
		want string
	}{
		"unknown":       {[]string{"--facts", file("a.json", `{"type":"CONSULTATION","suicidalty":"E1"}`)}, "suicidalty: no such fact, did you mean suicidality?"},
		"wrong type":    {[]string{"--facts", file("b.json", `{"type":"CONSULTATION","relations":"two"}`)}, `relations: want a whole number from 0 to 4`},
		"contradiction": {[]string{"--facts", file("c.json", `{"type":"CONSULTATION","suicidality":"NONE","suicidality_seen":true}`)}, "suicidality: cannot be NONE while suicidality_seen is true"},
		"missing":       {[]string{"--facts", file("d.json", `{}`)}, "type: must be given"},
		"no JSON":       {[]string{"--facts", file("e.json", "type: x\n\n")}, "not a JSON object"},
		"no file":       {[]string{"--facts", filepath.Join(dir, "none.json")}, "cannot be read"},
		"bad day":       {[]string{"--facts", good, "--on", "tomorrow"}, "--on: want a day"},
		"no rules":      {[]string{"--facts", good, "--on", "1999-01-01"}, "no version of the table holds on 1999-01-01"},
		"language":      {[]string{"--facts", good, "--lang", "fr"}, "--lang: want ja or en"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mendan(t, dir, nil, append([]string{"explain", "modality"}, x.args...)...).refused(t, 2, dir, x.want)
		})
	}
}
