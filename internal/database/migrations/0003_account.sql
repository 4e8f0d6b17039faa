-- +goose Up
-- Who can sign in, and who is signed in: see package account. Secrets are here
-- as hashes only, addresses that were typed at the sign-in as digests only.
CREATE TABLE accounts (
    id        TEXT   PRIMARY KEY,
    mail      TEXT   NOT NULL,
    mail_key  TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    company   TEXT,
    employee  TEXT,
    physician TEXT,
    language  TEXT   NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE UNIQUE INDEX accounts_by_mail ON accounts (mail_key);
CREATE UNIQUE INDEX accounts_by_employee ON accounts (employee) WHERE employee IS NOT NULL;
CREATE UNIQUE INDEX accounts_by_physician ON accounts (physician) WHERE physician IS NOT NULL;

CREATE TABLE account_roles (
    role    TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (account, role)
);
CREATE INDEX account_roles_by_role ON account_roles (role, account);

CREATE TABLE account_workplaces (
    workplace TEXT NOT NULL,
    account   TEXT NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (account, workplace)
);
CREATE INDEX account_workplaces_by_workplace ON account_workplaces (workplace, account);

CREATE TABLE account_requests (
    key     TEXT   PRIMARY KEY,
    mail    TEXT   NOT NULL,
    network TEXT   NOT NULL,
    account TEXT,
    next    TEXT   NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX account_requests_by_mail ON account_requests (mail, at);
CREATE INDEX account_requests_by_network ON account_requests (network, at);
CREATE INDEX account_requests_by_at ON account_requests (at);

CREATE TABLE account_links (
    hash     TEXT   PRIMARY KEY,
    account  TEXT   NOT NULL REFERENCES accounts (id),
    next     TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    used_at  BIGINT
);
CREATE INDEX account_links_by_account ON account_links (account) WHERE used_at IS NULL;
CREATE INDEX account_links_by_until ON account_links (until_at);

CREATE TABLE sessions (
    id       TEXT   PRIMARY KEY,
    hash     TEXT   NOT NULL,
    account  TEXT   NOT NULL REFERENCES accounts (id),
    proof    TEXT   NOT NULL,
    system   TEXT   NOT NULL,
    browser  TEXT   NOT NULL,
    began_at BIGINT NOT NULL,
    seen_at  BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX sessions_by_hash ON sessions (hash);
CREATE INDEX sessions_by_account ON sessions (account, began_at);
CREATE INDEX sessions_by_until ON sessions (until_at);
