-- +goose Up
CREATE TABLE meeting_designations (
    workplace TEXT   PRIMARY KEY,
    company   TEXT   NOT NULL,
    tool      TEXT   NOT NULL,
    way       TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    named_by  TEXT   NOT NULL
);
CREATE TABLE meeting_accounts (
    company  TEXT   NOT NULL,
    tool     TEXT   NOT NULL,
    tenant   TEXT   NOT NULL,
    client   TEXT   NOT NULL,
    secret   BYTEA  NOT NULL, -- sealed
    host     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    given_by TEXT   NOT NULL,
    PRIMARY KEY (company, tool)
);
CREATE TABLE meeting_meetings (
    booking   TEXT    PRIMARY KEY,
    case_id   TEXT    NOT NULL,
    company   TEXT    NOT NULL,
    workplace TEXT    NOT NULL,
    type      TEXT    NOT NULL,
    tool      TEXT    NOT NULL,
    way       TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    ref       TEXT    NOT NULL,
    link      TEXT    NOT NULL,
    begins    BIGINT  NOT NULL,
    ends      BIGINT  NOT NULL,
    told      BIGINT  NOT NULL,
    tried     BOOLEAN NOT NULL,
    waits     BIGINT  NOT NULL,
    problem   TEXT    NOT NULL,
    changed   BIGINT  NOT NULL
);
CREATE INDEX meeting_meetings_unready ON meeting_meetings (company, tool, begins) WHERE state IN ('WANTED', 'FAILED');
CREATE TABLE room_attestations (
    room          TEXT    PRIMARY KEY,
    company       TEXT    NOT NULL,
    physician     TEXT    NOT NULL,
    tool          TEXT    NOT NULL,
    began         BIGINT  NOT NULL,
    ended         BIGINT  NOT NULL,
    video         BOOLEAN NOT NULL,
    voice         BOOLEAN NOT NULL,
    interruptions BIGINT  NOT NULL,
    long_ones     BIGINT  NOT NULL, -- of more than 30 s
    lost          BIGINT  NOT NULL, -- seconds
    only_two      BOOLEAN NOT NULL,
    others        TEXT    NOT NULL,
    recorded      BOOLEAN NOT NULL,
    at            BIGINT  NOT NULL
);
