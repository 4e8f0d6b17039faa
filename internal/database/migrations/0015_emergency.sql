-- +goose Up
-- Emergency plans, emergencies and drills, who was called and what followed:
-- see package emergency. Events, openings and disclosures are only ever added.
CREATE TABLE emergency_plans (
    id          TEXT   PRIMARY KEY,
    company     TEXT   NOT NULL,
    workplace   TEXT   NOT NULL,
    version     BIGINT NOT NULL CHECK (version > 0),
    state       TEXT   NOT NULL CHECK (state IN ('DRAFT', 'APPROVED', 'REPLACED')),
    body        TEXT   NOT NULL,
    written_at  BIGINT NOT NULL,
    written_by  TEXT   NOT NULL,
    meeting     TEXT   NOT NULL,
    decided     TEXT,
    valid_from  TEXT,
    valid_until TEXT,
    approved_at BIGINT,
    approved_by TEXT   NOT NULL,
    UNIQUE (workplace, version),
    CHECK ((state = 'DRAFT') = (approved_at IS NULL))
);
CREATE UNIQUE INDEX emergency_plans_draft ON emergency_plans (workplace) WHERE state = 'DRAFT';
CREATE UNIQUE INDEX emergency_plans_approved ON emergency_plans (workplace) WHERE state = 'APPROVED';

CREATE TABLE emergency_alarms (
    id          TEXT    PRIMARY KEY,
    company     TEXT    NOT NULL,
    workplace   TEXT    NOT NULL,
    case_id     TEXT    NOT NULL,
    employee    TEXT    NOT NULL,
    physician   TEXT    NOT NULL,
    case_type   TEXT    NOT NULL,
    statutory   BOOLEAN NOT NULL,
    drill       BOOLEAN NOT NULL,
    level       TEXT    NOT NULL CHECK (level IN ('E0', 'E1', 'E2', 'P1', 'L1')),
    source      TEXT    NOT NULL,
    consent     BOOLEAN NOT NULL,
    plan        TEXT    NOT NULL,
    version     BIGINT  NOT NULL,
    ack         BIGINT  NOT NULL CHECK (ack > 0),
    opened_at   BIGINT  NOT NULL,
    opened_by   TEXT    NOT NULL,
    closed_at   BIGINT,
    closed_by   TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    follow_up   BIGINT,
    CHECK (drill = (case_id = ''))
);
-- Two presses are one emergency, whatever else fails.
CREATE UNIQUE INDEX emergency_alarms_one ON emergency_alarms (case_id) WHERE closed_at IS NULL AND case_id <> '';
CREATE UNIQUE INDEX emergency_alarms_drill ON emergency_alarms (workplace) WHERE closed_at IS NULL AND case_id = '';
CREATE INDEX emergency_alarms_open ON emergency_alarms (opened_at) WHERE closed_at IS NULL;
CREATE INDEX emergency_alarms_at ON emergency_alarms (workplace, opened_at);
CREATE INDEX emergency_alarms_of ON emergency_alarms (employee, opened_at);

-- What somebody has to take over. While it waits it has a next step.
CREATE TABLE emergency_tasks (
    id          TEXT   PRIMARY KEY,
    alarm       TEXT   NOT NULL REFERENCES emergency_alarms (id),
    kind        TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('WAITING', 'ACKNOWLEDGED', 'DONE', 'NEEDLESS')),
    route       TEXT   NOT NULL,
    step        BIGINT NOT NULL,
    turn        BIGINT NOT NULL,
    due_at      BIGINT,
    opened_at   BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by TEXT   NOT NULL,
    account     TEXT   NOT NULL,
    done_at     BIGINT,
    CHECK (state <> 'WAITING' OR due_at IS NOT NULL)
);
CREATE UNIQUE INDEX emergency_tasks_one ON emergency_tasks (alarm, kind) WHERE state IN ('WAITING', 'ACKNOWLEDGED');
CREATE INDEX emergency_tasks_due ON emergency_tasks (due_at) WHERE state = 'WAITING';
CREATE INDEX emergency_tasks_alarm ON emergency_tasks (alarm, opened_at);

CREATE TABLE emergency_calls (
    id         TEXT   PRIMARY KEY,
    alarm      TEXT   NOT NULL REFERENCES emergency_alarms (id),
    task       TEXT   NOT NULL REFERENCES emergency_tasks (id),
    step       BIGINT NOT NULL,
    turn       BIGINT NOT NULL,
    person     TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    channel    TEXT   NOT NULL CHECK (channel IN ('PORTAL', 'MAIL', 'PUSH', 'SMS', 'VOICE')),
    number     TEXT   NOT NULL,
    state      TEXT   NOT NULL CHECK (state IN ('QUEUED', 'SENDING', 'SENT', 'FAILED', 'DROPPED')),
    due_at     BIGINT,
    tries      BIGINT NOT NULL,
    lease      BIGINT,
    result     TEXT   NOT NULL,
    reference  TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX emergency_calls_due ON emergency_calls (due_at) WHERE state IN ('QUEUED', 'SENDING');
CREATE INDEX emergency_calls_alarm ON emergency_calls (alarm, made_at);
CREATE INDEX emergency_calls_account ON emergency_calls (account, made_at) WHERE account <> '';

CREATE TABLE emergency_events (
    alarm   TEXT   NOT NULL REFERENCES emergency_alarms (id),
    seq     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    deed    TEXT   NOT NULL,
    actor   TEXT   NOT NULL,
    task    TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    role    TEXT   NOT NULL,
    channel TEXT   NOT NULL,
    step    BIGINT NOT NULL,
    note    TEXT   NOT NULL,
    PRIMARY KEY (alarm, seq)
);

-- Who looked at what was sealed; shown to the worker.
CREATE TABLE emergency_openings (
    id       TEXT   PRIMARY KEY,
    company  TEXT   NOT NULL,
    alarm    TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    employee TEXT   NOT NULL,
    account  TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX emergency_openings_of ON emergency_openings (employee, at);
CREATE INDEX emergency_openings_in ON emergency_openings (alarm, at);

CREATE TABLE emergency_disclosures (
    id             TEXT   PRIMARY KEY,
    company        TEXT   NOT NULL,
    alarm          TEXT   NOT NULL REFERENCES emergency_alarms (id),
    employee       TEXT   NOT NULL,
    ground         TEXT   NOT NULL CHECK (ground IN ('LIFE_PROTECTION', 'STATUTE', 'CONSENT', 'JUST_CAUSE')),
    decided_by     TEXT   NOT NULL,
    decided_at     BIGINT NOT NULL,
    recipient      TEXT   NOT NULL,
    recipient_kind TEXT   NOT NULL,
    data           TEXT   NOT NULL,
    channel        TEXT   NOT NULL,
    reason         TEXT   NOT NULL,
    informed_at    BIGINT
);
CREATE INDEX emergency_disclosures_of ON emergency_disclosures (employee, decided_at);
CREATE INDEX emergency_disclosures_in ON emergency_disclosures (alarm, decided_at);

-- The physician's private note about an emergency.
CREATE TABLE emergency_notes (
    alarm     TEXT   PRIMARY KEY REFERENCES emergency_alarms (id),
    physician TEXT   NOT NULL,
    version   BIGINT NOT NULL CHECK (version > 0),
    saved_at  BIGINT NOT NULL,
    text      TEXT   NOT NULL
);

-- Online interviews allowed again after an emergency.
CREATE TABLE emergency_lifts (
    employee  TEXT   NOT NULL,
    company   TEXT   NOT NULL,
    physician TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (employee, at)
);

-- Browsers that take messages while no page is open.
CREATE TABLE emergency_pushes (
    id       TEXT   PRIMARY KEY,
    account  TEXT   NOT NULL,
    endpoint TEXT   NOT NULL UNIQUE,
    key      TEXT   NOT NULL,
    auth     TEXT   NOT NULL,
    added_at BIGINT NOT NULL
);
CREATE INDEX emergency_pushes_account ON emergency_pushes (account);
