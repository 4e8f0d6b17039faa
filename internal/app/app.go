// Package app puts the program together and takes it apart: the only place
// where areas meet their adapters, and the one list of what starts after what.
// Stopping is that list backwards, each part with its deadline.
//
// It holds no rule. services.go builds, ports.go joins areas that do not know
// each other, desks.go fills the pages that show several, serve.go runs.
package app

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"mendan/internal/audit/auditdb"
	"mendan/internal/config"
	"mendan/internal/database"
	"mendan/internal/fault"
	"mendan/internal/lang"
	"mendan/internal/room"
	"mendan/internal/room/roomkey"
)

// Options are what a start needs.
type Options struct {
	Config  config.Config
	Out     io.Writer // what the operator reads: the address, the demo links
	LogTo   io.Writer
	Version string
	Fresh   bool // throw the data of the demo away first
}

func logger(to io.Writer, level string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // checked by config
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{Level: l}))
}

// open opens the database of a configuration.
func open(ctx context.Context, c config.Config) (*database.DB, error) {
	if c.Database == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return nil, Unusable{fmt.Errorf("data: %s cannot be made or written: %w", c.Data, root(err))}
		}
	}
	db, err := database.Open(ctx, c.DSN(), database.Options{Log: auditdb.Append, Now: time.Now})
	if err != nil {
		return nil, cannotOpen(c, err)
	}
	return db, nil
}

// Migrate brings the database to this version.
func Migrate(ctx context.Context, c config.Config, out io.Writer) error {
	db, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	n, err := db.Migrate(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%d steps, now at the newest\n", n)
	return err
}

// VerifyAudit re-checks the chain of all acts and names the first break.
func VerifyAudit(ctx context.Context, c config.Config, out io.Writer) error {
	if c.Database == "" {
		if _, err := os.Stat(c.DSN()); err != nil {
			return Unusable{fmt.Errorf("no database in %s", c.Data)}
		}
	}
	db, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	last, err := auditdb.Verify(ctx, db)
	if err != nil {
		if f := fault.Of(err); f.Cause != nil && f.Kind == fault.Conflict {
			return fmt.Errorf("the chain is broken: %w", f.Cause)
		}
		return fmt.Errorf("the audit log cannot be read: %w", root(err))
	}
	if last.Seq == 0 {
		_, err = fmt.Fprintln(out, "ok: no acts yet")
		return err
	}
	_, err = fmt.Fprintf(out, "ok: %d acts, newest %s %s\n", last.Seq, last.At.Format(time.RFC3339), last.Hash)
	return err
}

// evidenceKeyPath is where the key that signs evidence lies.
func evidenceKeyPath(data string) string { return filepath.Join(data, "keys", "evidence.key") }

// evidenceKey reads the key that signs evidence, made at the first start.
func evidenceKey(data string) (ed25519.PrivateKey, error) {
	key, err := roomkey.Load(evidenceKeyPath(data))
	if err != nil {
		return nil, Unusable{err}
	}
	return key, nil
}

// EvidenceKey prints the public key evidence is signed with.
func EvidenceKey(data string, out io.Writer) error {
	if _, err := os.Stat(evidenceKeyPath(data)); err != nil {
		return Unusable{fmt.Errorf("no evidence key in %s: has `mendan serve` run there?", data)}
	}
	key, err := evidenceKey(data)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, room.PublicText(key.Public().(ed25519.PublicKey)))
	return err
}

// VerifyEvidence checks an evidence.json against a key, the installation's own
// when none is given.
func VerifyEvidence(file, key, data string, out io.Writer) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return Unusable{fmt.Errorf("%s cannot be read", file)}
	}
	var trusted ed25519.PublicKey
	switch {
	case key != "":
		if trusted, err = room.ParsePublic(key); err != nil {
			return Unusable{fmt.Errorf("--key: not a public key as `mendan evidence key` prints it")}
		}
	default:
		if _, err := os.Stat(evidenceKeyPath(data)); err != nil {
			return Unusable{fmt.Errorf("no evidence key in %s: give --key", data)}
		}
		own, err := evidenceKey(data)
		if err != nil {
			return err
		}
		trusted = own.Public().(ed25519.PublicKey)
	}
	if _, err := room.VerifyEvidence(b, trusted); err != nil {
		return fmt.Errorf("not valid: %s", lang.Fault(lang.With(context.Background(), lang.EN), fault.Of(err)))
	}
	_, err = fmt.Fprintln(out, "valid")
	return err
}
