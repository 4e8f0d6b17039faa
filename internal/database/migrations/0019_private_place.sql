-- +goose Up
-- What a private place asks for: the line it is reached over, the physician's
-- own room, what the quiet-room check found, rooms and headsets asked for,
-- the rungs climbed when a device fails, and what is said in confidence.
ALTER TABLE readiness_places ADD COLUMN network TEXT NOT NULL DEFAULT '';
ALTER TABLE readiness_checks ADD COLUMN site TEXT NOT NULL DEFAULT '';

CREATE TABLE readiness_physician_places (
    physician TEXT    NOT NULL,
    day       TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    note      TEXT    NOT NULL,
    alone     BOOLEAN NOT NULL,
    unseen    BOOLEAN NOT NULL,
    network   TEXT    NOT NULL,
    said_at   BIGINT  NOT NULL,
    PRIMARY KEY (physician, day)
);
CREATE TABLE readiness_sounds (
    case_id  TEXT   NOT NULL,
    site     TEXT   NOT NULL,
    company  TEXT   NOT NULL,
    employee TEXT   NOT NULL,
    verdict  TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (case_id, site)
);
CREATE TABLE readiness_requests (
    id          TEXT    PRIMARY KEY,
    case_id     TEXT    NOT NULL,
    company     TEXT    NOT NULL,
    workplace   TEXT    NOT NULL,
    employee    TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    by_provider BOOLEAN NOT NULL,
    wish        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    asked_at    BIGINT  NOT NULL,
    due         TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    room        TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    from_at     BIGINT,
    to_at       BIGINT,
    lent_on     TEXT,
    answered_at BIGINT
);
CREATE UNIQUE INDEX readiness_requests_by_case ON readiness_requests (case_id, kind);
CREATE INDEX readiness_requests_by_workplace ON readiness_requests (workplace, state);
CREATE TABLE readiness_rungs (
    case_id  TEXT   NOT NULL,
    rung     TEXT   NOT NULL,
    company  TEXT   NOT NULL,
    employee TEXT   NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, rung)
);
CREATE TABLE readiness_circumstances (
    case_id   TEXT   PRIMARY KEY,
    company   TEXT   NOT NULL,
    employee  TEXT   NOT NULL,
    overheard TEXT   NOT NULL,
    abroad    TEXT   NOT NULL,
    operate   TEXT   NOT NULL,
    said_at   BIGINT NOT NULL
);
CREATE TABLE readiness_cameras (
    case_id    TEXT   PRIMARY KEY,
    company    TEXT   NOT NULL,
    employee   TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL,
    decision   TEXT   NOT NULL,
    answer     TEXT   NOT NULL,
    decided_by TEXT   NOT NULL,
    decided_at BIGINT
);
