-- +goose Up
-- Who works where, and which physician is appointed where: see package directory.
-- kana_key holds folded kana as bytes, so that both engines order and search it alike.
CREATE TABLE companies (
    id       TEXT   PRIMARY KEY,
    name     TEXT   NOT NULL,
    kana     TEXT   NOT NULL,
    kana_key BYTEA  NOT NULL
);
CREATE INDEX companies_by_kana ON companies (kana_key, id);

CREATE TABLE workplaces (
    id        TEXT   PRIMARY KEY,
    company   TEXT   NOT NULL REFERENCES companies (id),
    name      TEXT   NOT NULL,
    zone      TEXT   NOT NULL,
    headcount BIGINT NOT NULL CHECK (headcount >= 0),
    postal    TEXT   NOT NULL,
    address   TEXT   NOT NULL,
    phone     TEXT   NOT NULL,
    added_at  BIGINT NOT NULL
);
CREATE INDEX workplaces_by_company ON workplaces (company, added_at, id);

CREATE TABLE departments (
    id        TEXT   PRIMARY KEY,
    company   TEXT   NOT NULL REFERENCES companies (id),
    workplace TEXT   NOT NULL REFERENCES workplaces (id),
    name      TEXT   NOT NULL,
    added_at  BIGINT NOT NULL
);
CREATE INDEX departments_by_workplace ON departments (workplace, added_at, id);

CREATE TABLE employees (
    id          TEXT  PRIMARY KEY,
    company     TEXT  NOT NULL REFERENCES companies (id),
    workplace   TEXT  NOT NULL REFERENCES workplaces (id),
    department  TEXT  REFERENCES departments (id),
    manager     TEXT  REFERENCES employees (id),
    number      TEXT  NOT NULL,
    number_key  TEXT  NOT NULL,
    family      TEXT  NOT NULL,
    given       TEXT  NOT NULL,
    family_kana TEXT  NOT NULL,
    given_kana  TEXT  NOT NULL,
    kana_key    BYTEA NOT NULL,
    born        TEXT  NOT NULL,
    sex         TEXT  NOT NULL CHECK (sex IN ('', 'F', 'M')),
    job_title   TEXT  NOT NULL,
    phone       TEXT  NOT NULL,
    mail        TEXT  NOT NULL,
    hired       TEXT  NOT NULL,
    left_on     TEXT
);
CREATE UNIQUE INDEX employees_by_number ON employees (company, number);
CREATE INDEX employees_by_number_key ON employees (workplace, number_key);
CREATE INDEX employees_by_kana ON employees (workplace, kana_key, id);
CREATE INDEX employees_by_manager ON employees (manager, kana_key);

CREATE TABLE physicians (
    id          TEXT  PRIMARY KEY,
    family      TEXT  NOT NULL,
    given       TEXT  NOT NULL,
    family_kana TEXT  NOT NULL,
    given_kana  TEXT  NOT NULL,
    kana_key    BYTEA NOT NULL,
    register    TEXT  NOT NULL,
    licensed    TEXT,
    specialty   TEXT  NOT NULL,
    phone       TEXT  NOT NULL,
    mail        TEXT  NOT NULL
);
CREATE INDEX physicians_by_kana ON physicians (kana_key, id);

CREATE TABLE appointments (
    physician  TEXT NOT NULL REFERENCES physicians (id),
    company    TEXT NOT NULL REFERENCES companies (id),
    workplace  TEXT NOT NULL REFERENCES workplaces (id),
    kind       TEXT NOT NULL CHECK (kind IN ('EXCLUSIVE', 'CONTRACT')),
    from_day   TEXT NOT NULL,
    until_day  TEXT,
    care_since TEXT,
    last_round TEXT,
    PRIMARY KEY (physician, workplace, from_day),
    CHECK (until_day IS NULL OR until_day >= from_day)
);
CREATE INDEX appointments_by_workplace ON appointments (workplace, from_day);
