-- +goose Up
-- What stands beside a live session: the pause it is in, what the physician
-- decided about a poor line, why the worker's camera may stay off, and how an
-- aborted session is meant. See package room.
ALTER TABLE rooms ADD COLUMN pause TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rooms ADD COLUMN line TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rooms ADD COLUMN camera TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rooms ADD COLUMN ending TEXT NOT NULL DEFAULT '' CHECK (ending IN ('', 'consultation'));
