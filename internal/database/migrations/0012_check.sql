-- +goose Up
CREATE TABLE readiness_checks (
    case_id    TEXT    NOT NULL,
    seq        BIGINT  NOT NULL,
    company    TEXT    NOT NULL,
    employee   TEXT    NOT NULL,
    at         BIGINT  NOT NULL,
    camera     TEXT    NOT NULL,
    microphone TEXT    NOT NULL,
    speaker    TEXT    NOT NULL,
    line       TEXT    NOT NULL,
    way        TEXT    NOT NULL,
    kilobits   BIGINT  NOT NULL,
    rtt        BIGINT  NOT NULL,
    device     TEXT    NOT NULL,
    ok         BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, seq)
);
