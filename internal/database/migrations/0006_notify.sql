-- +goose Up
-- Messages and what became of them: no name, no address, no text, no secret.
CREATE TABLE notify_messages (
    id         TEXT   PRIMARY KEY,
    kind       TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    path       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    booking    TEXT   NOT NULL,
    sequence   BIGINT NOT NULL,
    starts_at  BIGINT,
    ends_at    BIGINT,
    state      TEXT   NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'UNDELIVERABLE', 'DROPPED')),
    reason     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    CHECK ((state = 'QUEUED') = (settled_at IS NULL))
);
CREATE INDEX notify_messages_subject ON notify_messages (subject, created_at);
CREATE INDEX notify_messages_planned ON notify_messages (booking, account) WHERE state = 'QUEUED' AND booking <> '';

-- What the coordinator's desk has to look after, by id.
CREATE TABLE notify_tasks (
    id        TEXT   PRIMARY KEY,
    kind      TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    times     BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    last_at   BIGINT NOT NULL,
    done_at   BIGINT,
    done_by   TEXT   NOT NULL
);
CREATE UNIQUE INDEX notify_tasks_open ON notify_tasks (kind, subject) WHERE done_at IS NULL;
CREATE INDEX notify_tasks_list ON notify_tasks (done_at, opened_at);
