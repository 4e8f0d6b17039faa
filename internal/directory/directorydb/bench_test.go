package directorydb_test

import (
	"context"
	"fmt"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Finding and paging among 20,000 people of one workplace, the size of a large
// factory, read two of its indexes and nothing else.
func BenchmarkFind(b *testing.B) {
	db, _ := databasetest.Open(b)
	store := directorydb.New()
	w := directorytest.NewWorld(b, db, store)
	first := []rune("アカサタナハマヤラワ")
	if err := db.Write(context.Background(), actor.System("bench"), "bench.fill", func(ctx context.Context, tx txn.Write) error {
		for i := range 20_000 {
			e := w.Worker
			e.ID, e.Number = id.New[id.Employee](), fmt.Sprintf("B%05d", i)
			e.Name.FamilyKana = string([]rune{first[i%10], first[i/10%10], first[i/100%10], first[i/1000%10]})
			if err := store.InsertEmployee(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	s := directory.NewService(db, store)
	at := []id.Workplace{w.Honsha.ID, w.Chiba.ID}
	run := func(name string, f func(ctx context.Context, tx txn.Read) error) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := db.Read(context.Background(), f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	run("kana", func(ctx context.Context, tx txn.Read) error {
		_, err := s.FindEmployees(ctx, tx, at, "さた", 20)
		return err
	})
	run("number", func(ctx context.Context, tx txn.Read) error {
		_, err := s.FindEmployees(ctx, tx, at, "B12345", 20)
		return err
	})
	run("page", func(ctx context.Context, tx txn.Read) error {
		_, err := s.People(ctx, tx, w.Honsha.ID, directory.Page{After: directory.Cursor{Key: "ハ"}})
		return err
	})
}
