-- +goose Up
-- Reports and letters: see package opinion. One row is one version of one case.
-- The private half stands in a column of its own, which no statement for the
-- employer's side names.
CREATE TABLE opinion_letters (
    id            TEXT    PRIMARY KEY,
    case_id       TEXT    NOT NULL,
    company_id    TEXT    NOT NULL,
    workplace_id  TEXT    NOT NULL,
    employee_id   TEXT    NOT NULL,
    physician_id  TEXT    NOT NULL,
    type          TEXT    NOT NULL,
    statutory     BOOLEAN NOT NULL,
    version       BIGINT  NOT NULL CHECK (version > 0),
    saved         BIGINT  NOT NULL CHECK (saved > 0),
    reason        TEXT    NOT NULL,
    private       TEXT    NOT NULL,
    facing        TEXT    NOT NULL,
    consent       TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    saved_at      BIGINT  NOT NULL,

    signed_at     BIGINT,
    number        TEXT,
    head          TEXT    NOT NULL,
    urgent        BOOLEAN NOT NULL,
    urgent_reason TEXT    NOT NULL,
    word_reason   TEXT    NOT NULL,

    offered_at    BIGINT,
    shown_at      BIGINT,
    comment       TEXT    NOT NULL,
    comment_at    BIGINT,
    shared        BOOLEAN NOT NULL,
    confirmed_at  BIGINT,

    released_at   BIGINT,
    ground        TEXT    NOT NULL CHECK (ground IN ('', 'CONFIRMED', 'WAITED', 'URGENT')),
    superseded_at BIGINT,
    received_at   BIGINT,
    received_by   TEXT    NOT NULL,

    heard_on      TEXT,
    heard         TEXT    NOT NULL,
    manager_asked BOOLEAN NOT NULL,
    none_reason   TEXT    NOT NULL,
    deviation     TEXT    NOT NULL,
    decided_at    BIGINT,
    decided_by    TEXT    NOT NULL,
    informed_at   BIGINT,

    UNIQUE (case_id, version),
    CHECK ((signed_at IS NULL) = (number IS NULL)),
    CHECK (released_at IS NULL OR signed_at IS NOT NULL),
    CHECK ((released_at IS NULL) = (ground = '')),
    CHECK (received_at IS NULL OR released_at IS NOT NULL),
    CHECK (decided_at IS NULL OR received_at IS NOT NULL)
);
CREATE UNIQUE INDEX opinion_letters_one_draft ON opinion_letters (case_id) WHERE signed_at IS NULL;
CREATE UNIQUE INDEX opinion_letters_number ON opinion_letters (number) WHERE number IS NOT NULL;
CREATE INDEX opinion_letters_offered ON opinion_letters (offered_at) WHERE released_at IS NULL AND superseded_at IS NULL AND offered_at IS NOT NULL;

CREATE TABLE opinion_documents (
    id         TEXT   PRIMARY KEY,
    letter_id  TEXT   NOT NULL REFERENCES opinion_letters (id),
    company_id TEXT   NOT NULL,
    kind       TEXT   NOT NULL CHECK (kind IN ('REPORT', 'EMPLOYER')),
    number     TEXT   NOT NULL,
    sha256     TEXT   NOT NULL,
    content    BYTEA  NOT NULL,
    made_at    BIGINT NOT NULL,
    UNIQUE (letter_id, kind)
);

CREATE TABLE opinion_measures (
    id          TEXT   PRIMARY KEY,
    letter_id   TEXT   NOT NULL REFERENCES opinion_letters (id),
    case_id     TEXT   NOT NULL,
    company_id  TEXT   NOT NULL,
    employee_id TEXT   NOT NULL,
    position    BIGINT NOT NULL,
    code        TEXT   NOT NULL,
    hours       BIGINT NOT NULL,
    clock_from  BIGINT NOT NULL,
    clock_to    BIGINT NOT NULL,
    description TEXT   NOT NULL,
    starts      TEXT   NOT NULL,
    ends        TEXT   NOT NULL,
    UNIQUE (letter_id, position),
    CHECK (starts <= ends)
);
CREATE INDEX opinion_measures_employee ON opinion_measures (employee_id, ends);
