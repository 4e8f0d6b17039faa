package room_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/fault"
	"mendan/internal/room"
)

func number(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func key(seed string) ed25519.PrivateKey {
	sum := sha256.Sum256([]byte(seed))
	return ed25519.NewKeyFromSeed(sum[:])
}

func document() room.Evidence {
	opened, ended := at(0), at(1500)
	return room.Evidence{
		Schema: room.Schema, Issued: at(1600),
		Session:    room.AboutSession{Room: "rom_x", Case: "cas_x", Type: "LONG_HOURS_GENERAL", Statutory: true, Opened: &opened, Ended: &ended, Outcome: room.Completed},
		Checklist:  []room.CheckItem{{Item: "identity", Done: true, Way: room.EmployeeCard}, {Item: "alone", Done: true}},
		Continuity: room.Continuity{From: opened, To: ended, Total: 1500, Together: 1480},
		Rules:      room.AboutRules{Version: "v", Source: "s", Binding: true},
		Conditions: []room.Judged{{Condition: room.Condition{ID: "ICT-1-1", Verdict: room.NotHeld, Reason: "worker_not_seen", Evidence: []string{}}, Why: room.Words{JA: "映像 <不足> & 音声", EN: "x"}}},
		Events:     []room.Seen{{At: opened, Source: room.FromServer, Side: room.Worker, Kind: room.Joined}},
		Statistics: room.Statistics{Worker: 3, Digest: "00"},
	}
}

func sign(t *testing.T, e room.Evidence, k ed25519.PrivateKey) []byte {
	t.Helper()
	b, err := room.Sign(e, k)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEvidenceVerifies(t *testing.T) {
	t.Parallel()
	k := key("ours")
	b := sign(t, document(), k)
	if again := sign(t, document(), k); !bytes.Equal(b, again) {
		t.Error("the same document is signed into other bytes")
	}
	for name, trusted := range map[string]ed25519.PublicKey{"trusted": k.Public().(ed25519.PublicKey), "any": nil} {
		got, err := room.VerifyEvidence(b, trusted)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(document(), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var flat bytes.Buffer
	if err := json.Compact(&flat, b); err != nil {
		t.Fatal(err)
	}
	if _, err := room.VerifyEvidence(flat.Bytes(), nil); err != nil {
		t.Errorf("written on one line: %v", err) // white space is no content
	}
}

func TestEvidenceTampered(t *testing.T) {
	t.Parallel()
	ours, theirs := key("ours"), key("theirs")
	trusted := ours.Public().(ed25519.PublicKey)
	good := string(sign(t, document(), ours))
	other := document()
	other.Session.Outcome = room.Aborted
	otherText := string(sign(t, other, ours))
	seal := func(doc string) string { return doc[strings.Index(doc, `"seal"`):] }
	swap := func(old, new string) string {
		if strings.Count(good, old) != 1 {
			t.Fatalf("%q stands %d times in the document", old, strings.Count(good, old))
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, c := range map[string]struct {
		file string
		want *fault.Fault
		part string
	}{
		"a verdict is turned":                      {swap(`"verdict": "not_held"`, `"verdict": "held"`), room.ErrChanged, "conditions"},
		"a reason is softened":                     {swap(`映像`, `影像`), room.ErrChanged, "conditions"},
		"seconds are added":                        {swap(`"together": 1480`, `"together": 1500`), room.ErrChanged, "continuity"},
		"another case":                             {swap(`"case": "cas_x"`, `"case": "cas_y"`), room.ErrChanged, "session"},
		"an item is ticked":                        {swap(`"item": "alone",`, `"item": "place",`), room.ErrChanged, "checklist"},
		"the issue date is moved":                  {swap(`"issued": "2026-11-23T01:26:40Z"`, `"issued": "2026-11-22T01:26:40Z"`), room.ErrChanged, "issued"},
		"an event is dropped":                      {swap(`"kind": "joined"`, `"kind": "left"`), room.ErrChanged, "events"},
		"a field is added inside":                  {swap(`"binding": true`, `"binding": true, "note": "fine"`), room.ErrChanged, "rules"},
		"a section is added":                       {swap("{\n \"schema\": ", "{\n \"note\": \"fine\", \"schema\": "), room.ErrChanged, "note"},
		"a section comes twice":                    {swap(`"seal": `, `"rules": {}, "seal": `), room.ErrChanged, "rules"},
		"a section comes twice, the true one last": {swap("\"conditions\": [", "\"conditions\": [], \"conditions\": ["), room.ErrChanged, "conditions"},
		"a section is gone":                        {swap(`"statistics": {`, `"statistic": {`), room.ErrChanged, "statistics"},
		"something follows":                        {good + `{"x":1}`, room.ErrChanged, "…"},
		"the seal of another document":             {strings.Replace(good, seal(good), seal(otherText), 1), room.ErrChanged, "session"},
		"a digest is made to fit":                  {swap(`"statistics": "`, `"statistics": "0`), room.ErrSignature, ""},
		"the signature is cut":                     {swap(`"signature": "`, `"signature": "A`), room.ErrSignature, ""},
		"signed by somebody else":                  {string(sign(t, document(), theirs)), room.ErrUnknownKey, ""},
		"our key named over a strange signing":     {strings.Replace(string(sign(t, document(), theirs)), room.PublicText(theirs.Public().(ed25519.PublicKey)), room.PublicText(trusted), 1), room.ErrSignature, ""},
		"the seal is gone":                         {strings.Replace(good, `"seal"`, `"zeal"`, 1), room.ErrNotOurs, ""},
		"cut in the middle":                        {good[:len(good)/2], room.ErrTruncated, ""},
		"the last brace is missing":                {strings.TrimRight(good, "}\n"), room.ErrTruncated, ""},
		"empty":                                    {"", room.ErrTruncated, ""},
		"something else":                           {"%PDF-1.7", room.ErrNotOurs, ""},
		"a list":                                   {"[1,2]", room.ErrNotOurs, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := room.VerifyEvidence([]byte(c.file), trusted)
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %s", err, c.want.Code)
			}
			if c.part != "" && (len(fault.Of(err).Args) != 1 || fault.Of(err).Args[0] != c.part) {
				t.Errorf("names %v, want %s", fault.Of(err).Args, c.part)
			}
		})
	}
}

// Every single changed byte is noticed.
func TestEvidenceEveryByte(t *testing.T) {
	t.Parallel()
	k := key("ours")
	var flat bytes.Buffer
	if err := json.Compact(&flat, sign(t, document(), k)); err != nil {
		t.Fatal(err)
	}
	b := flat.Bytes()
	for i := range b {
		bad := bytes.Clone(b)
		bad[i] ^= 1
		if _, err := room.VerifyEvidence(bad, k.Public().(ed25519.PublicKey)); err == nil {
			t.Fatalf("byte %d (%q) was changed unnoticed: …%s…", i, b[i], b[max(0, i-20):min(len(b), i+20)])
		}
	}
}

func FuzzVerifyEvidence(f *testing.F) {
	k := key("ours")
	if b, err := room.Sign(document(), k); err == nil {
		f.Add(b)
	}
	f.Add([]byte(`{"seal":{"algorithm":"Ed25519"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := room.VerifyEvidence(b, key("other").Public().(ed25519.PublicKey)); err == nil {
			t.Fatal("verified with a key that never signed")
		}
	})
}
