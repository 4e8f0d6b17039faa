-- +goose Up
-- Online or in person: what the table said at each moment, the physician's own
-- words, and what the worker added. Facts and notes are about people's health
-- and are read by package modality alone. Decisions and words are only ever added.
CREATE TABLE modality_decisions (
    case_id    TEXT    NOT NULL REFERENCES cases (id),
    seq        BIGINT  NOT NULL CHECK (seq > 0),
    company    TEXT    NOT NULL,
    at         BIGINT  NOT NULL,
    made_by    TEXT    NOT NULL,
    moment     TEXT    NOT NULL CHECK (moment IN ('APPLICATION', 'BOOKING', 'PREPARATION', 'START', 'PHYSICIAN', 'CONVERSION', 'WISH')),
    day        TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    outcome    TEXT    NOT NULL CHECK (outcome IN ('ONLINE_OK', 'IN_PERSON_RECOMMENDED', 'IN_PERSON_REQUIRED')),
    fired      TEXT    NOT NULL,
    facts      TEXT    NOT NULL,
    may_online BOOLEAN NOT NULL,
    online_at  BIGINT,
    PRIMARY KEY (case_id, seq)
);
CREATE INDEX modality_decisions_coming ON modality_decisions (online_at) WHERE online_at IS NOT NULL;

CREATE TABLE modality_words (
    case_id   TEXT   NOT NULL REFERENCES cases (id),
    seq       BIGINT NOT NULL CHECK (seq > 0),
    company   TEXT   NOT NULL,
    employee  TEXT   NOT NULL,
    physician TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    kind      TEXT   NOT NULL CHECK (kind IN ('TIGHTENED', 'LOOSENED')),
    reason    TEXT   NOT NULL,
    note      TEXT   NOT NULL,
    version   TEXT   NOT NULL,
    fired     TEXT   NOT NULL,
    carries   BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, seq)
);
CREATE INDEX modality_words_carried ON modality_words (employee) WHERE carries;

CREATE TABLE modality_support (
    case_id  TEXT   PRIMARY KEY REFERENCES cases (id),
    company  TEXT   NOT NULL,
    employee TEXT   NOT NULL,
    support  TEXT   NOT NULL CHECK (support IN ('NONE', 'ARRANGED', 'MISSING')),
    said_at  BIGINT NOT NULL
);
