package databasetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
)

// cluster is the PostgreSQL of this test program; its folder is removed by a
// watcher process when the program has ended, however it ended.
var cluster = sync.OnceValues(func() (string, error) {
	return StartPostgres("fsync=off", "full_page_writes=off") // tests outlive no crash
})

// schema makes a database of its own and returns its address. A database per
// test and not a schema: the advisory lock of acts is per database.
func schema(t testing.TB) string {
	t.Helper()
	dsn := os.Getenv("TEST_POSTGRES_DSN")
	if dsn == "" {
		var err error
		if dsn, err = cluster(); err != nil {
			if os.Getenv("REQUIRE_POSTGRES") == "1" {
				t.Fatalf("PostgreSQL is required: %v", err)
			}
			t.Skipf("no PostgreSQL: %v", err)
		}
	}
	admin, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	name := "t" + rand.Text()
	if _, err := admin.ExecContext(t.Context(), `CREATE DATABASE "`+name+`"`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = admin.ExecContext(context.WithoutCancel(t.Context()), `DROP DATABASE "`+name+`" WITH (FORCE)`)
		_ = admin.Close()
	})
	return withDatabase(dsn, name)
}

func withDatabase(dsn, name string) string {
	return dsn[:len(dsn)-len(pathOf(dsn))] + "/" + name + queryOf(dsn)
}

// StartPostgres starts a private cluster from the installed binaries and gives
// its address. It ends, and its folder goes, when this program has ended.
// settings are of postgresql.conf ("fsync=off").
func StartPostgres(settings ...string) (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "mendan-pg-")
	if err != nil {
		return "", err
	}
	// PostgreSQL refuses to run as root: use the account Debian makes for it, else nobody.
	attr := &syscall.SysProcAttr{}
	if os.Getuid() == 0 {
		u, err := user.Lookup("postgres")
		if err != nil {
			if u, err = user.Lookup("nobody"); err != nil {
				return "", err
			}
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", err
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)} //nolint:gosec // ids of the system's own accounts
	}
	run := func(name string, args ...string) error {
		cmd := exec.Command(filepath.Join(bin, name), args...) //nolint:gosec,noctx // a fixed program of the test machine
		cmd.SysProcAttr, cmd.Dir = attr, dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", name, err, out)
		}
		return nil
	}
	data := filepath.Join(dir, "data")
	if err := run("initdb", "-D", data, "-U", "mendan", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"); err != nil {
		return "", err
	}
	opts := fmt.Sprintf("-k %s -c listen_addresses='' -c max_connections=400 -c shared_buffers=64MB", dir)
	for _, set := range settings {
		opts += " -c " + set
	}
	if err := run("pg_ctl", "-D", data, "-o", opts, "-w", "-l", filepath.Join(dir, "log"), "start"); err != nil {
		return "", err
	}
	// The watcher outlives us by a moment: it waits for our end, stops the server, removes the folder.
	// It asks by signal: pg_ctl refuses to work for root.
	script := fmt.Sprintf("while kill -0 %d 2>/dev/null; do sleep 0.5; done; kill -QUIT $(head -n 1 %s/postmaster.pid); rm -rf %s", os.Getpid(), data, dir)
	watch := exec.Command("sh", "-c", script) //nolint:gosec,noctx // built from our own paths
	watch.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := watch.Start(); err != nil {
		return "", err
	}
	dsn := "postgres://mendan@/postgres?host=" + dir
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return "", err
	}
	defer func() { _ = db.Close() }()
	return dsn, db.PingContext(context.Background())
}

// binaries finds the folder with initdb and pg_ctl.
func binaries() (string, error) {
	if p, err := exec.LookPath("pg_ctl"); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(p), "initdb")); err == nil {
			return filepath.Dir(p), nil
		}
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("initdb not found")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

func pathOf(dsn string) string {
	for i := len("postgres://"); i < len(dsn); i++ {
		if dsn[i] == '/' {
			return dsn[i:]
		}
	}
	return ""
}

func queryOf(dsn string) string {
	for i := range dsn {
		if dsn[i] == '?' {
			return dsn[i:]
		}
	}
	return ""
}
