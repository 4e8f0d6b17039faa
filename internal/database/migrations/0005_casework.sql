-- +goose Up
CREATE TABLE cases (
    id         TEXT    PRIMARY KEY,
    company    TEXT    NOT NULL,
    workplace  TEXT    NOT NULL,
    employee   TEXT    NOT NULL,
    manager    TEXT    NOT NULL,
    physician  TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    statutory  BOOLEAN NOT NULL,
    state      TEXT    NOT NULL,
    opened_at  BIGINT  NOT NULL,
    applied_at BIGINT,
    held_at    BIGINT,
    closed_at  BIGINT,
    wish       TEXT    NOT NULL,
    mode       TEXT    NOT NULL
);
CREATE INDEX cases_by_employee ON cases (employee, opened_at);
CREATE INDEX cases_by_physician ON cases (physician, opened_at);
CREATE INDEX cases_by_workplace ON cases (workplace, statutory, opened_at);
CREATE TABLE case_steps (
    case_id TEXT   NOT NULL REFERENCES cases (id),
    seq     BIGINT NOT NULL,
    event   TEXT   NOT NULL,
    state   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    PRIMARY KEY (case_id, seq)
);
