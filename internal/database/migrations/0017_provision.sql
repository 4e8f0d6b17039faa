-- +goose Up
CREATE TABLE provision_cards (
    workplace   TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    company     TEXT   NOT NULL,
    business    TEXT   NOT NULL,
    work        TEXT   NOT NULL,
    environment TEXT   NOT NULL,
    hazards     TEXT   NOT NULL,
    hours       TEXT   NOT NULL,
    shift       TEXT   NOT NULL,
    headcount   BIGINT NOT NULL,
    kept_at     BIGINT NOT NULL,
    kept_by     TEXT   NOT NULL,
    PRIMARY KEY (workplace, version)
);
CREATE TABLE provision_packages (
    case_id        TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    company        TEXT   NOT NULL,
    workplace      TEXT   NOT NULL,
    employee       TEXT   NOT NULL,
    card           BIGINT NOT NULL,
    name           TEXT   NOT NULL,
    number         TEXT   NOT NULL,
    sex            TEXT   NOT NULL,
    born           TEXT,
    age            BIGINT NOT NULL,
    department     TEXT   NOT NULL,
    post           TEXT   NOT NULL,
    month          TEXT   NOT NULL,
    work_days      BIGINT NOT NULL,
    work_time      BIGINT NOT NULL,
    overtime       BIGINT NOT NULL,
    holiday_work   BIGINT NOT NULL,
    nights         BIGINT NOT NULL,
    night_time     BIGINT NOT NULL,
    content        TEXT   NOT NULL,
    intensity      TEXT   NOT NULL,
    responsibility TEXT   NOT NULL,
    environment    TEXT   NOT NULL,
    earlier        TEXT   NOT NULL,
    examination    TEXT   NOT NULL,
    given_at       BIGINT NOT NULL,
    given_by       TEXT   NOT NULL,
    opened_at      BIGINT,
    PRIMARY KEY (case_id, version)
);
CREATE INDEX provision_packages_by_worker ON provision_packages (employee, given_at);
CREATE TABLE provision_waivers (
    case_id   TEXT   NOT NULL,
    seq       BIGINT NOT NULL,
    company   TEXT   NOT NULL,
    physician TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (case_id, seq)
);
