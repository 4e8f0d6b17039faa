-- +goose Up
-- Live sessions and what was observed of them: see package room. Events and
-- statistics are only ever added. Private notes stand in a table of their own.
CREATE TABLE rooms (
    id             TEXT   PRIMARY KEY,
    case_id        TEXT   NOT NULL REFERENCES cases (id),
    company        TEXT   NOT NULL,
    physician      TEXT   NOT NULL,
    phase          TEXT   NOT NULL CHECK (phase IN ('waiting', 'open', 'ended', 'converted')),
    checklist      TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    opened_at      BIGINT,
    ended_at       BIGINT,
    outcome        TEXT   NOT NULL CHECK (outcome IN ('', 'completed', 'aborted', 'in_person')),
    reason         TEXT   NOT NULL,
    worker_conn    TEXT   NOT NULL,
    physician_conn TEXT   NOT NULL,
    erased_at      BIGINT,
    CHECK ((phase IN ('ended', 'converted')) = (ended_at IS NOT NULL)),
    CHECK (phase <> 'open' OR opened_at IS NOT NULL)
);
CREATE UNIQUE INDEX rooms_one_live ON rooms (case_id) WHERE ended_at IS NULL;
CREATE INDEX rooms_by_case ON rooms (case_id, created_at);
CREATE INDEX rooms_to_erase ON rooms (ended_at) WHERE erased_at IS NULL;
CREATE INDEX rooms_open ON rooms (opened_at) WHERE phase = 'open';

CREATE TABLE room_events (
    room_id TEXT   NOT NULL REFERENCES rooms (id),
    seq     BIGINT NOT NULL,
    id      TEXT   NOT NULL UNIQUE,
    key     TEXT   NOT NULL UNIQUE,
    at      BIGINT NOT NULL,
    source  TEXT   NOT NULL CHECK (source IN ('server', 'platform', 'browser')),
    side    TEXT   NOT NULL CHECK (side IN ('', 'worker', 'physician')),
    kind    TEXT   NOT NULL,
    detail  TEXT   NOT NULL,
    PRIMARY KEY (room_id, seq)
);

CREATE TABLE room_batches (
    room_id     TEXT   NOT NULL REFERENCES rooms (id),
    client      TEXT   NOT NULL,
    number      BIGINT NOT NULL,
    side        TEXT   NOT NULL CHECK (side IN ('worker', 'physician')),
    received_at BIGINT NOT NULL,
    samples     TEXT   NOT NULL,
    PRIMARY KEY (room_id, client, number)
);

-- Who has the page open now. No history: a row is overwritten.
CREATE TABLE room_presence (
    case_id TEXT NOT NULL REFERENCES cases (id),
    side    TEXT NOT NULL CHECK (side IN ('worker', 'physician')),
    seen_at BIGINT,
    PRIMARY KEY (case_id, side)
);

CREATE TABLE room_notes (
    case_id   TEXT   PRIMARY KEY REFERENCES cases (id),
    physician TEXT   NOT NULL,
    version   BIGINT NOT NULL CHECK (version > 0),
    saved_at  BIGINT NOT NULL,
    text      TEXT   NOT NULL
);
