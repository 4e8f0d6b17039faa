-- +goose Up
CREATE TABLE governance_answers (
    workplace   TEXT   NOT NULL,
    question    TEXT   NOT NULL,
    company     TEXT   NOT NULL,
    given       TEXT   NOT NULL,
    answered_at BIGINT NOT NULL,
    answered_by TEXT   NOT NULL,
    PRIMARY KEY (workplace, question)
);
CREATE TABLE governance_documents (
    workplace TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    version   BIGINT  NOT NULL,
    company   TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    articles  BOOLEAN NOT NULL,
    sections  TEXT    NOT NULL,
    base      TEXT    NOT NULL,
    kit       BIGINT  NOT NULL,
    answers   TEXT    NOT NULL,
    how       TEXT    NOT NULL,
    made_at   BIGINT  NOT NULL,
    made_by   TEXT    NOT NULL,
    PRIMARY KEY (workplace, kind, version)
);
CREATE TABLE governance_members (
    id          TEXT    PRIMARY KEY,
    company     TEXT    NOT NULL,
    workplace   TEXT    NOT NULL,
    employee    TEXT    NOT NULL,
    physician   TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    capacity    TEXT    NOT NULL,
    recommended BOOLEAN NOT NULL,
    from_day    TEXT,
    until_day   TEXT
);
CREATE INDEX governance_members_of ON governance_members (workplace);
CREATE TABLE governance_deliberations (
    id         TEXT    PRIMARY KEY,
    company    TEXT    NOT NULL,
    workplace  TEXT    NOT NULL,
    hearing    BOOLEAN NOT NULL,
    on_day     TEXT    NOT NULL,
    mode       TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    met        TEXT    NOT NULL,
    note       TEXT    NOT NULL,
    agenda     TEXT    NOT NULL,
    present    TEXT    NOT NULL,
    draft      BIGINT  NOT NULL,
    decision   TEXT    NOT NULL,
    decided_on TEXT,
    remark     TEXT    NOT NULL,
    composed   BOOLEAN NOT NULL,
    minutes    TEXT    NOT NULL,
    written_at BIGINT,
    published  TEXT,
    published_where TEXT NOT NULL,
    made_at    BIGINT  NOT NULL
);
CREATE INDEX governance_deliberations_of ON governance_deliberations (workplace, on_day);
CREATE TABLE governance_statements (
    deliberation TEXT   NOT NULL,
    member       TEXT   NOT NULL,
    company      TEXT   NOT NULL,
    stance       TEXT   NOT NULL,
    words        TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    said_by      TEXT   NOT NULL,
    PRIMARY KEY (deliberation, member)
);
CREATE TABLE governance_rules (
    id           TEXT   PRIMARY KEY,
    company      TEXT   NOT NULL,
    workplace    TEXT   NOT NULL,
    number       BIGINT NOT NULL,
    title        TEXT   NOT NULL,
    sections     TEXT   NOT NULL,
    answers      TEXT   NOT NULL,
    types        TEXT   NOT NULL,
    deliberation TEXT   NOT NULL,
    decided_on   TEXT   NOT NULL,
    from_day     TEXT   NOT NULL,
    for_workers  TEXT   NOT NULL,
    adopted_at   BIGINT NOT NULL,
    adopted_by   TEXT   NOT NULL
);
CREATE UNIQUE INDEX governance_rules_of ON governance_rules (workplace, from_day);
CREATE TABLE governance_announcements (
    id        TEXT    PRIMARY KEY,
    company   TEXT    NOT NULL,
    workplace TEXT    NOT NULL,
    rule      TEXT    NOT NULL,
    number    BIGINT  NOT NULL,
    on_day    TEXT    NOT NULL,
    here      BOOLEAN NOT NULL,
    how       TEXT    NOT NULL,
    sections  TEXT    NOT NULL,
    at        BIGINT  NOT NULL,
    said_by   TEXT    NOT NULL
);
CREATE INDEX governance_announcements_of ON governance_announcements (workplace, at);
CREATE UNIQUE INDEX governance_announcements_once ON governance_announcements (rule);
CREATE TABLE governance_told (
    announcement TEXT    NOT NULL,
    employee     TEXT    NOT NULL,
    company      TEXT    NOT NULL,
    workplace    TEXT    NOT NULL,
    way          TEXT    NOT NULL,
    at           BIGINT  NOT NULL,
    joined       BOOLEAN NOT NULL,
    reminded     BIGINT  NOT NULL,
    reminded_at  BIGINT,
    read_at      BIGINT,
    on_paper     BOOLEAN NOT NULL,
    PRIMARY KEY (announcement, employee)
);
CREATE INDEX governance_told_of ON governance_told (employee);
