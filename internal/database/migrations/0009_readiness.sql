-- +goose Up
CREATE TABLE readiness_places (
    case_id  TEXT    PRIMARY KEY,
    company  TEXT    NOT NULL,
    employee TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    alone    BOOLEAN NOT NULL,
    said_at  BIGINT  NOT NULL
);
CREATE TABLE readiness_contacts (
    employee   TEXT    PRIMARY KEY,
    company    TEXT    NOT NULL,
    phone      TEXT    NOT NULL,
    second     TEXT    NOT NULL,
    nobody     BOOLEAN NOT NULL,
    name       TEXT    NOT NULL,
    relation   TEXT    NOT NULL,
    tel        TEXT    NOT NULL,
    may_life   BOOLEAN NOT NULL,
    may_lost   BOOLEAN NOT NULL,
    may_talk   BOOLEAN NOT NULL,
    doctor     TEXT    NOT NULL,
    doctor_tel TEXT    NOT NULL,
    changed_at BIGINT  NOT NULL
);
CREATE TABLE readiness_confirmations (
    case_id      TEXT   PRIMARY KEY,
    employee     TEXT   NOT NULL,
    confirmed_at BIGINT NOT NULL
);
CREATE TABLE readiness_consents (
    employee TEXT    NOT NULL,
    seq      BIGINT  NOT NULL,
    company  TEXT    NOT NULL,
    case_id  TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    version  BIGINT  NOT NULL,
    given    BOOLEAN NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (employee, seq)
);
CREATE TABLE readiness_addresses (
    case_id    TEXT    PRIMARY KEY,
    company    TEXT    NOT NULL,
    employee   TEXT    NOT NULL,
    prefecture TEXT    NOT NULL,
    street     TEXT    NOT NULL,
    nearby     BOOLEAN NOT NULL,
    said_at    BIGINT  NOT NULL,
    delete_at  BIGINT  NOT NULL
);
CREATE INDEX readiness_addresses_by_end ON readiness_addresses (delete_at);
CREATE TABLE readiness_reads (
    case_id  TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    company  TEXT   NOT NULL,
    employee TEXT   NOT NULL,
    read_at  BIGINT NOT NULL,
    PRIMARY KEY (case_id, version)
);
