-- +goose Up
-- A physician's week, exceptions and lengths are one document: they are read
-- and saved together. See package scheduling.
CREATE TABLE plans (
    physician TEXT   PRIMARY KEY,
    zone      TEXT   NOT NULL,
    document  TEXT   NOT NULL,
    version   BIGINT NOT NULL,
    changed   BIGINT NOT NULL
);
CREATE TABLE bookings (
    id            TEXT    PRIMARY KEY,
    case_id       TEXT    NOT NULL,
    company       TEXT    NOT NULL,
    workplace     TEXT    NOT NULL,
    employee      TEXT    NOT NULL,
    physician     TEXT    NOT NULL,
    type          TEXT    NOT NULL,
    starts        BIGINT  NOT NULL,
    ends          BIGINT  NOT NULL,
    until         BIGINT  NOT NULL, -- end of the slack
    mode          TEXT    NOT NULL CHECK (mode IN ('ONLINE', 'IN_PERSON')),
    place         TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('BOOKED', 'CANCELLED', 'PAST')),
    sequence      BIGINT  NOT NULL,
    changed_by    TEXT    NOT NULL,
    on_behalf     BOOLEAN NOT NULL,
    made          BIGINT  NOT NULL,
    changed       BIGINT  NOT NULL,
    CHECK (starts < ends AND ends <= until)
);
-- A case has one booking that stands.
CREATE UNIQUE INDEX bookings_standing ON bookings (case_id) WHERE state = 'BOOKED';
CREATE INDEX bookings_case ON bookings (case_id, made);
-- Free slots read these indexes only.
CREATE INDEX bookings_physician ON bookings (physician, starts, until) WHERE state = 'BOOKED';
CREATE INDEX bookings_employee ON bookings (employee, starts, ends) WHERE state = 'BOOKED';
CREATE INDEX bookings_workplace ON bookings (workplace, starts) WHERE state = 'BOOKED';
-- What happened to a booking, for evidence: only ever added to.
CREATE TABLE booking_changes (
    booking    TEXT    NOT NULL REFERENCES bookings (id),
    sequence   BIGINT  NOT NULL,
    what       TEXT    NOT NULL CHECK (what IN ('book', 'move', 'cancel', 'past')),
    physician  TEXT    NOT NULL,
    starts     BIGINT  NOT NULL,
    ends       BIGINT  NOT NULL,
    mode       TEXT    NOT NULL,
    changed_by TEXT    NOT NULL,
    on_behalf  BOOLEAN NOT NULL,
    at         BIGINT  NOT NULL,
    PRIMARY KEY (booking, sequence)
);
-- The wall against double booking: a resource (physician or worker) is held
-- once in each five minutes. See docs/decisions/0006-ticks.md.
CREATE TABLE ticks (
    resource TEXT   NOT NULL,
    tick     BIGINT NOT NULL,
    booking  TEXT   NOT NULL,
    PRIMARY KEY (resource, tick)
);
