-- +goose Up
-- One line for each act, chained by hash: see package audit.
CREATE TABLE audit_acts (
    seq      BIGINT PRIMARY KEY,
    at       BIGINT NOT NULL,
    actor    TEXT   NOT NULL,
    act      TEXT   NOT NULL,
    subjects TEXT   NOT NULL,
    previous TEXT   NOT NULL,
    hash     TEXT   NOT NULL
);
CREATE TABLE audit_subjects (
    subject TEXT   NOT NULL,
    seq     BIGINT NOT NULL REFERENCES audit_acts (seq),
    PRIMARY KEY (subject, seq)
);
