-- Second schema: who may come in, and photo files. Secrets stand here hashed (SHA-256) only.

CREATE TABLE enrol_code (
    hash     BLOB NOT NULL PRIMARY KEY,        -- of the ten characters
    township TEXT NOT NULL REFERENCES township,
    cadre    BLOB NOT NULL REFERENCES cadre,
    issued   INTEGER NOT NULL,                 -- ms, the server's clock, as all times here
    expires  INTEGER NOT NULL,
    used     INTEGER,                          -- when
    device   TEXT                              -- by which phone
) STRICT;

CREATE TABLE device_token (
    hash   BLOB NOT NULL PRIMARY KEY,          -- of the bearer token
    device TEXT NOT NULL REFERENCES device,    -- the key it is bound to; at most one token a phone
    issued INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX device_token_by_device ON device_token (device);

CREATE TABLE sign_in_link (
    hash    BLOB NOT NULL PRIMARY KEY,
    issued  INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used    INTEGER
) STRICT;

CREATE TABLE session (
    hash    BLOB NOT NULL PRIMARY KEY,         -- of the cookie
    began   INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

-- One row: what the folder knows of its own serving.
CREATE TABLE serving (
    one       INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    address   TEXT,                            -- where phones and browsers found the server last
    simulated INTEGER NOT NULL                 -- 1: a demo's folder, for ever
) STRICT;

-- Uploads under way. The offset is the size of the partial file, measured, and stands nowhere.
CREATE TABLE upload (
    id       TEXT NOT NULL PRIMARY KEY,        -- 32 hexadecimal digits
    device   TEXT NOT NULL REFERENCES device,
    township TEXT NOT NULL REFERENCES township,
    sha256   BLOB NOT NULL,                    -- what the whole file must hash to
    length   INTEGER NOT NULL,                 -- bytes
    expires  INTEGER NOT NULL,
    finished INTEGER NOT NULL                  -- 1: the photo was taken; the row stays until its end
) STRICT;
CREATE INDEX upload_by_device ON upload (device, finished);
CREATE INDEX upload_by_end ON upload (expires);

-- A row stands here only after the file's bytes are synced on the shelf under their hash.
CREATE TABLE photo (
    township TEXT NOT NULL REFERENCES township,
    sha256   BLOB NOT NULL,
    size     INTEGER NOT NULL,                 -- bytes
    device   TEXT NOT NULL,                    -- the phone that brought it first
    received INTEGER NOT NULL,
    PRIMARY KEY (township, sha256)
) STRICT, WITHOUT ROWID;
