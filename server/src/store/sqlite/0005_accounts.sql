-- Accounts with a scope and a role, sessions that can be told apart and ended, and what was done with them.

CREATE TABLE account (
    name     TEXT NOT NULL PRIMARY KEY,        -- what is typed to sign in
    scope    TEXT NOT NULL,                    -- a region code: everything whose code begins so is within reach
    role     TEXT NOT NULL CHECK (role IN ('township', 'read_only')),
    password TEXT,                             -- argon2id as a PHC string; NULL until the first link was used
    created  INTEGER NOT NULL,                 -- ms, the server's clock, as all times here
    disabled INTEGER
) STRICT;

-- A link of an account sets its password; one of none makes an administrator's session.
ALTER TABLE sign_in_link ADD COLUMN account TEXT REFERENCES account;

-- Sessions lasted twelve hours and told nothing of themselves: whoever has one signs in again.
DROP TABLE session;
CREATE TABLE session (
    hash    BLOB NOT NULL PRIMARY KEY,         -- of the cookie
    id      TEXT NOT NULL UNIQUE,              -- 12 hexadecimal digits: what people call it by
    account TEXT REFERENCES account,           -- NULL: an administrator's, begun by a link
    origin  TEXT NOT NULL,                     -- the network address it began from
    began   INTEGER NOT NULL,
    seen    INTEGER NOT NULL,                  -- when it was last used, to the minute
    expires INTEGER NOT NULL                   -- the latest end, however much it is used
) STRICT;
CREATE INDEX session_by_account ON session (account);

-- Who did what: only ever grows. Each row's hash is over the row and the hash before it.
CREATE TABLE audit (
    n       INTEGER NOT NULL PRIMARY KEY,      -- from 1, no holes
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,                     -- an account's name, administrator, command, or nobody
    event   TEXT NOT NULL,                     -- a word of store::AuditEvent
    account TEXT,                              -- the account it happened to
    place   TEXT,                              -- TOWNSHIP/HOUSEHOLD, or a region code; never a number that was opened
    detail  TEXT,
    origin  TEXT,                              -- the network address it came from
    hash    BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is never changed');
END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log is never shortened');
END;
