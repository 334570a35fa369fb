-- The township server's database, first schema: the townships, their rosters, the record and its log, and what was
-- judged of it. Ids and hashes are BLOBs (16 and 32 bytes); days are days since 1970-01-01 (China days); moments are
-- milliseconds since 1970-01-01T00:00Z; words are those of the closed sets in core::domain. Access (codes, tokens,
-- sessions) and uploads come with the next migration. A released migration is never edited.

CREATE TABLE township (
    code          TEXT NOT NULL PRIMARY KEY,   -- 9 digits
    name          TEXT NOT NULL,
    log           TEXT NOT NULL UNIQUE,        -- LogId: code and the server key's first characters
    desk_kid      TEXT NOT NULL UNIQUE,        -- thumbprint of the P-256 key that signs what the desk writes
    desk_key      BLOB NOT NULL,               -- its public half: SEC1 point, 65 bytes
    desk_secret   BLOB NOT NULL,               -- its secret scalar, 32 bytes; encrypted with the file when there is --key
    backup_secret BLOB NOT NULL,               -- X25519 secret for unsent backups, 32 bytes
    change        INTEGER NOT NULL DEFAULT 0,  -- the newest change number: what phones' cursors count by
    policy_change INTEGER NOT NULL DEFAULT 0,  -- when the policies last changed
    cadre_change  INTEGER NOT NULL DEFAULT 0,  -- when the list of cadres last changed
    log_size      INTEGER NOT NULL DEFAULT 0   -- leaves in the log: the next record's number
) STRICT;

CREATE TABLE village (
    code     TEXT NOT NULL PRIMARY KEY,        -- 12 digits; its township need not be a tenant yet
    township TEXT NOT NULL,                    -- first 9 digits
    name     TEXT NOT NULL,
    listed   INTEGER NOT NULL                  -- 1: from `ruhu villages`; 0: made up from household numbers
) STRICT;
CREATE INDEX village_by_township ON village (township);

-- Township names as `ruhu villages` knows them, tenants or not.
CREATE TABLE region_name (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE cadre (
    id       BLOB NOT NULL PRIMARY KEY,
    township TEXT NOT NULL REFERENCES township,
    name     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    phone    TEXT NOT NULL                     -- personal; never travels to other phones
) STRICT;
CREATE INDEX cadre_by_township ON cadre (township, name);

CREATE TABLE household (
    township TEXT NOT NULL REFERENCES township,
    no       TEXT NOT NULL,
    village  TEXT NOT NULL,                    -- 12-digit code
    entered  INTEGER NOT NULL,                 -- day
    left_on  INTEGER,                          -- last day in the programme
    changed  INTEGER NOT NULL,                 -- change number of the last change that phones must hear of
    PRIMARY KEY (township, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX household_by_village ON household (village);
CREATE INDEX household_by_change ON household (township, changed);

-- Every personal column of a household stands here and nowhere else: an erasure empties one row.
CREATE TABLE household_person (
    township   TEXT NOT NULL,
    no         TEXT NOT NULL,
    head       TEXT NOT NULL,                  -- the householder's name
    id_number  TEXT NOT NULL,                  -- as the roster has it; masked wherever it is shown
    id_suspect INTEGER NOT NULL,               -- 1: the check digit is wrong, or there is no 18-digit number
    phone      TEXT NOT NULL,
    group_name TEXT NOT NULL,
    people     INTEGER,
    risk       TEXT NOT NULL,
    PRIMARY KEY (township, no),
    FOREIGN KEY (township, no) REFERENCES household
) STRICT, WITHOUT ROWID;

CREATE TABLE class_from (
    township TEXT NOT NULL,
    no       TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    class    TEXT NOT NULL,
    PRIMARY KEY (township, no, from_day),      -- a class written twice for one day replaces the first
    FOREIGN KEY (township, no) REFERENCES household
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
    township TEXT NOT NULL,
    no       TEXT NOT NULL,
    cadre    BLOB NOT NULL REFERENCES cadre,
    from_day INTEGER NOT NULL,
    to_day   INTEGER,                          -- last day, when it has ended
    PRIMARY KEY (township, no, cadre, from_day),
    FOREIGN KEY (township, no) REFERENCES household
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_by_cadre ON assignment (cadre);

CREATE TABLE place (
    township TEXT NOT NULL,
    no       TEXT NOT NULL,
    version  INTEGER NOT NULL,                 -- 1, 2, 3 ...
    lat      REAL NOT NULL,
    lon      REAL NOT NULL,
    from_day INTEGER NOT NULL,
    learned  INTEGER NOT NULL,                 -- 0: the township set it, and learning never moves it
    PRIMARY KEY (township, no, version),
    FOREIGN KEY (township, no) REFERENCES household
) STRICT, WITHOUT ROWID;

CREATE TABLE waiver (
    township  TEXT NOT NULL REFERENCES township,
    record    BLOB NOT NULL,                   -- sha256 of the record that grants it
    household TEXT,                            -- one household, or
    region    TEXT,                            -- everything in a region
    kind      TEXT NOT NULL,
    from_day  INTEGER NOT NULL,
    to_day    INTEGER NOT NULL,
    why       TEXT NOT NULL,
    PRIMARY KEY (township, record),
    CHECK ((household IS NULL) <> (region IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    township TEXT NOT NULL REFERENCES township,
    id       TEXT NOT NULL,
    scope    TEXT NOT NULL,                    -- region code
    from_day INTEGER NOT NULL,
    toml     TEXT NOT NULL,                    -- byte for byte
    record   BLOB NOT NULL,                    -- sha256 of the record that puts it in force
    PRIMARY KEY (township, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    kid             TEXT NOT NULL PRIMARY KEY, -- thumbprint of the P-256 device key
    township        TEXT NOT NULL REFERENCES township,
    cadre           BLOB NOT NULL REFERENCES cadre,
    public_key      BLOB NOT NULL,             -- SEC1 point, 65 bytes
    model           TEXT NOT NULL,
    enrolled        INTEGER NOT NULL,          -- ms
    revoked         INTEGER,                   -- ms
    last_seen       INTEGER,                   -- ms, of the last sync
    waiting_records INTEGER NOT NULL DEFAULT 0, -- still on the phone after its last sync
    waiting_photos  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX device_by_township ON device (township, cadre);

-- The record and its log. A row is never changed but for `mark`, `unread` and, at a lawful erasure, `jws` and `salt`.
CREATE TABLE record (
    township  TEXT NOT NULL REFERENCES township,
    n         INTEGER NOT NULL,                -- number in the township's log, from 0, no holes
    device    TEXT NOT NULL,                   -- kid of the phone or of the desk
    seq       INTEGER NOT NULL,
    sha256    BLOB NOT NULL,                   -- of the compact JWS
    prev      BLOB,                            -- the hash it names as the one before
    id        BLOB NOT NULL,
    kind      TEXT NOT NULL,                   -- unknown kinds too
    household TEXT,                            -- whom it is about, where its body says so
    day       INTEGER,                         -- the day of what it tells; for scope and year of a pack
    jws       TEXT,                            -- NULL after a lawful erasure
    received  INTEGER NOT NULL,                -- ms, the server's clock at intake
    salt      BLOB,                            -- 32 random bytes; NULL after a lawful erasure
    leaf      BLOB NOT NULL,                   -- SHA-256(0x00, salt, sha256)
    mark      TEXT,                            -- fork | gap | broken
    unread    TEXT,                            -- why it was kept and not applied
    PRIMARY KEY (township, n)
) STRICT;
CREATE UNIQUE INDEX record_by_hash ON record (township, sha256);
-- The hash stands in it so that a number of a device is found by it alone: without, the planner walks every hash of the township.
CREATE INDEX record_by_device ON record (township, device, seq, sha256);

-- The log as it stood after each transaction that grew it.
CREATE TABLE log_head (
    township TEXT NOT NULL REFERENCES township,
    size     INTEGER NOT NULL,
    root     BLOB NOT NULL,
    peaks    BLOB NOT NULL,                    -- roots of its whole subtrees, greatest first, 32 bytes each: the
                                               -- next root is worked out from these and the new leaves alone
    time     INTEGER NOT NULL,                 -- ms
    PRIMARY KEY (township, size)
) STRICT, WITHOUT ROWID;

-- One row a visit: what it was, and what it is worth now.
CREATE TABLE visit (
    township   TEXT NOT NULL REFERENCES township,
    id         BLOB NOT NULL,
    record     BLOB NOT NULL,                  -- sha256 of the record that told of it
    statements BLOB NOT NULL,                  -- sha256 of the record whose statements hold: the same, or a correction
    device     TEXT NOT NULL,
    household  TEXT NOT NULL,                  -- a number, known to the roster or not
    cadre      BLOB NOT NULL,
    mode       TEXT NOT NULL,
    late       INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    started    INTEGER NOT NULL,               -- ms, settled
    ended      INTEGER NOT NULL,               -- ms, moved with it
    received   INTEGER NOT NULL,               -- ms, the server's clock
    place      INTEGER,                        -- the version of the place it was judged with
    fix_lat    REAL,                           -- the chosen fix, when usable and not mock
    fix_lon    REAL,
    fix_m      REAL,                           -- its accuracy as stated
    at_lat     REAL,                           -- where it was, for the look across visits: that fix, else the place
    at_lon     REAL,
    at_m       REAL,                           -- with this radius
    far_reason INTEGER NOT NULL,               -- 1: a reason for being far was given
    own        TEXT NOT NULL,                  -- codes of the visit by itself, separated by blanks
    across     TEXT NOT NULL,                  -- codes from the same cadre's other visits
    spacing    TEXT NOT NULL,                  -- codes from the household's other visits
    base       TEXT NOT NULL,                  -- the verdict rule 5 reads
    verdict    TEXT NOT NULL,                  -- the whole verdict
    counted    INTEGER NOT NULL,               -- 1: counted by rule 5
    decision   TEXT,                           -- what a reviewer decided
    decided_by TEXT,
    decided_why TEXT,
    phone_verdict TEXT NOT NULL,               -- what the phone said at the door
    phone_codes   TEXT NOT NULL,
    PRIMARY KEY (township, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_household ON visit (township, household, day);
CREATE INDEX visit_by_day ON visit (township, day);

-- Everybody who made the visit: the phone's own cadre and the companions.
CREATE TABLE visit_cadre (
    township TEXT NOT NULL,
    visit    BLOB NOT NULL,
    cadre    BLOB NOT NULL,
    PRIMARY KEY (township, cadre, visit),
    FOREIGN KEY (township, visit) REFERENCES visit
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_cadre_by_visit ON visit_cadre (township, visit);

-- Every judgement a visit ever had, the present one last.
CREATE TABLE judgement (
    township TEXT NOT NULL,
    visit    BLOB NOT NULL,
    version  INTEGER NOT NULL,                 -- from 1
    at       INTEGER NOT NULL,                 -- ms, the server's clock
    why      TEXT NOT NULL,                    -- a word of store::Why
    verdict  TEXT NOT NULL,
    base     TEXT NOT NULL,
    codes    TEXT NOT NULL,
    PRIMARY KEY (township, visit, version),
    FOREIGN KEY (township, visit) REFERENCES visit
) STRICT, WITHOUT ROWID;

-- Corrections as they came, applied or not: one may arrive before what it corrects.
CREATE TABLE correction (
    township TEXT NOT NULL,
    visit    BLOB NOT NULL,
    record   BLOB NOT NULL,                    -- sha256 of the correction's own record
    corrects BLOB NOT NULL,                    -- the hash it names
    cadre    BLOB NOT NULL,                    -- whose phone wrote it
    why      TEXT NOT NULL,
    PRIMARY KEY (township, visit, record)
) STRICT, WITHOUT ROWID;

-- Every photo file that a record names. A phone may upload what its own records name, and nothing else.
CREATE TABLE photo_named (
    township TEXT NOT NULL,
    record   BLOB NOT NULL,                    -- sha256 of the record
    place    INTEGER NOT NULL,                 -- which photo of the record, from 0
    device   TEXT NOT NULL,
    visit    BLOB,                             -- when the record is a visit
    original BLOB NOT NULL,                    -- sha256
    original_size INTEGER NOT NULL,
    copy     BLOB NOT NULL,
    copy_size INTEGER NOT NULL,
    in_app   INTEGER NOT NULL,
    taken    INTEGER NOT NULL,                 -- ms, the phone's wall clock
    PRIMARY KEY (township, record, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_by_original ON photo_named (township, original);
CREATE INDEX photo_by_copy ON photo_named (township, copy);
CREATE INDEX photo_by_visit ON photo_named (township, visit);
