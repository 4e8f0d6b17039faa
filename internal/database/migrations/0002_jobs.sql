-- +goose Up
-- Later work: see package jobs. A row is written in the act that asks for it.
CREATE TABLE jobs (
    id          TEXT   PRIMARY KEY,
    kind        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    unique_key  TEXT,
    run_at      BIGINT NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'DONE', 'GIVEN_UP', 'CANCELLED', 'REPLACED')),
    attempt     BIGINT NOT NULL,
    failures    BIGINT NOT NULL,
    last_code   TEXT   NOT NULL,
    node        TEXT   NOT NULL,
    lease_until BIGINT,
    queued_at   BIGINT NOT NULL,
    settled_at  BIGINT,
    CHECK ((state = 'RUNNING') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('WAITING', 'RUNNING')) = (settled_at IS NULL))
);
CREATE UNIQUE INDEX jobs_one_waiting ON jobs (unique_key) WHERE state = 'WAITING';
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'WAITING';
CREATE INDEX jobs_leases ON jobs (lease_until) WHERE state = 'RUNNING';
CREATE INDEX jobs_settled ON jobs (settled_at) WHERE settled_at IS NOT NULL;
