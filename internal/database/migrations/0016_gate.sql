-- +goose Up
CREATE TABLE gate_verdicts (
    case_id   TEXT    NOT NULL,
    seq       BIGINT  NOT NULL,
    company   TEXT    NOT NULL,
    moment    TEXT    NOT NULL,
    at        BIGINT  NOT NULL,
    workplace TEXT    NOT NULL,
    type      TEXT    NOT NULL,
    day       TEXT    NOT NULL,
    version   TEXT    NOT NULL,
    open      BOOLEAN NOT NULL,
    items     TEXT    NOT NULL,
    PRIMARY KEY (case_id, seq)
);
