package roomdb

import (
	"context"
	"errors"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// PutAttestation keeps the physician's word about a session.
func (Store) PutAttestation(ctx context.Context, tx txn.Write, x room.Session, a room.Attestation) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO room_attestations
			(room, company, physician, tool, began, ended, video, voice, interruptions, long_ones, lost, only_two, others, recorded, at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)`,
		x.ID, x.Company, x.Physician, a.Tool, database.At(a.From), database.At(a.To), a.Video, a.Voice, a.Breaks, a.Long, a.Lost, a.OnlyTwo, a.Others, a.Recorded, database.At(a.At))
}

// Attestation reads it.
func (Store) Attestation(ctx context.Context, tx txn.Read, r id.Room) (room.Attestation, error) {
	var a room.Attestation
	err := database.Of(tx).Row(ctx, `SELECT tool, began, ended, video, voice, interruptions, long_ones, lost, only_two, others, recorded, at FROM room_attestations WHERE room = ?1`, r).
		Scan(&a.Tool, database.Into(&a.From), database.Into(&a.To), &a.Video, &a.Voice, &a.Breaks, &a.Long, &a.Lost, &a.OnlyTwo, &a.Others, &a.Recorded, database.Into(&a.At))
	if errors.Is(err, database.ErrNone) {
		return a, room.ErrNotFound
	}
	return a, err
}
