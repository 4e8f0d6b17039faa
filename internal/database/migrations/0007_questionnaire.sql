-- +goose Up
CREATE TABLE questionnaire_responses (
    id         TEXT   PRIMARY KEY,
    case_id    TEXT   NOT NULL,
    company    TEXT   NOT NULL,
    employee   TEXT   NOT NULL,
    form       TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    language   TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    sent_at    BIGINT,
    UNIQUE (case_id, form)
);
CREATE TABLE questionnaire_answers (
    response    TEXT   NOT NULL REFERENCES questionnaire_responses (id),
    question    TEXT   NOT NULL,
    state       TEXT   NOT NULL CHECK (state IN ('given', 'declined', 'skipped')),
    answer      TEXT   NOT NULL, -- JSON list of canonical values
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (response, question)
);
CREATE TABLE questionnaire_results (
    response   TEXT    PRIMARY KEY REFERENCES questionnaire_responses (id),
    algorithm  TEXT    NOT NULL,
    version    BIGINT  NOT NULL,
    complete   BOOLEAN NOT NULL,
    total      BIGINT  NOT NULL,
    judgement  TEXT    NOT NULL,
    sums       TEXT    NOT NULL, -- JSON: sum -> points
    counted_at BIGINT  NOT NULL
);
CREATE TABLE questionnaire_alerts (
    response  TEXT   NOT NULL REFERENCES questionnaire_responses (id),
    rule      TEXT   NOT NULL,
    level     TEXT   NOT NULL,
    form      TEXT   NOT NULL,
    question  TEXT   NOT NULL,
    case_id   TEXT   NOT NULL,
    raised_at BIGINT NOT NULL,
    PRIMARY KEY (response, rule)
);
CREATE INDEX questionnaire_alerts_by_case ON questionnaire_alerts (case_id, raised_at);
