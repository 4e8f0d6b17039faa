package main

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mendan/internal/room"
	"mendan/internal/room/roomkey"
)

// A signed document is valid with its own key alone; anything else is said to
// be not valid, or not to be one.
func TestEvidenceVerify(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, err := roomkey.Load(filepath.Join(dir, "data", "keys", "evidence.key"))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := room.Sign(room.Evidence{Schema: room.Schema}, key)
	if err != nil {
		t.Fatal(err)
	}
	_, other, _ := ed25519.GenerateKey(nil)
	for name, b := range map[string][]byte{"good.json": signed, "noise.json": []byte("hello"), "empty.json": nil, "object.json": []byte("{}"),
		"changed.json": bytes.Replace(signed, []byte("0001-01-01"), []byte("2026-11-22"), 1)} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Equal(signed, bytes.Replace(signed, []byte("0001-01-01"), []byte("2026-11-22"), 1)) {
		t.Fatal("nothing to change in the document")
	}
	own := mendan(t, dir, nil, "evidence", "key")
	if own != (said{0, room.PublicText(room.PublicOf(key)) + "\n", ""}) {
		t.Errorf("%+v", own)
	}
	good := said{0, "valid\n", ""}
	not := func(why string) said { return said{1, "", "mendan: not valid: " + why + "\n"} }
	for args, want := range map[string]said{
		"good.json": good,
		"good.json --key " + strings.TrimSpace(own.out):            good,
		"good.json --key " + room.PublicText(room.PublicOf(other)): not("It is signed with a key that is not known (" + strings.TrimSpace(own.out) + ")."),
		"changed.json": not("The section “issued” was changed after it was signed."),
		"noise.json":   not("This is not a record made by this program."),
		"empty.json":   not("The file is cut off. Please fetch it again."),
		"object.json":  not("This is not a record made by this program."),
	} {
		if s := mendan(t, dir, nil, append([]string{"evidence", "verify"}, strings.Fields(args)...)...); s != want {
			t.Errorf("%s: %+v, want %+v", args, s, want)
		}
	}
}
