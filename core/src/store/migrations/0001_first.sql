-- A phone's store. Days are days since 1970-01-01 in China; moments are milliseconds since 1970-01-01T00:00:00Z;
-- UUIDs and hashes are their bytes; lists and documents are JSON. Nothing references by foreign key what may be
-- carried over from a damaged database without its other half.

-- What there is one of: enrolment, what was last heard of the server, settings, the last set-aside.
CREATE TABLE own (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL              -- JSON
) STRICT;

-- Keys whose database was set aside: nothing may be signed with them again, their last number is not known.
CREATE TABLE retired (
  device TEXT PRIMARY KEY          -- the key's thumbprint
) STRICT;

-- Every record this phone signed, byte for byte; never edited, never deleted.
CREATE TABLE record (
  sha256    BLOB PRIMARY KEY,      -- of the compact JWS
  device    TEXT NOT NULL,         -- whose chain: this key's, or a retired one's that is still being sent
  seq       INTEGER NOT NULL,      -- from 1, no holes
  id        BLOB NOT NULL,
  kind      TEXT NOT NULL,
  household TEXT,                  -- whose file it is in
  about     BLOB,                  -- the visit or problem it tells of
  needed    INTEGER NOT NULL,      -- when the need to send it arose: the newest goes first
  jws       TEXT NOT NULL,
  step      TEXT NOT NULL CHECK (step IN ('waiting', 'sending', 'sent', 'stuck')),
  send      TEXT NOT NULL,         -- JSON of outbox::SendState, the receipt in it
  UNIQUE (device, seq)
) STRICT;
CREATE INDEX record_of_household ON record (household, seq);
CREATE INDEX record_about ON record (about, seq);
CREATE INDEX record_unsent ON record (step) WHERE step <> 'sent';

-- Photo files on the shelf. The row is written after the bytes are synced.
CREATE TABLE file (
  sha256   BLOB PRIMARY KEY,
  what     TEXT NOT NULL CHECK (what IN ('copy', 'original')),
  bytes    INTEGER NOT NULL,
  device   TEXT,                   -- whose record names it; NULL while only a draft has it
  named_by BLOB,                   -- that record's hash
  needed   INTEGER,
  step     TEXT NOT NULL CHECK (step IN ('draft', 'waiting', 'sending', 'sent', 'stuck', 'given_up')),
  send     TEXT NOT NULL,          -- JSON of outbox::SendState
  upload   TEXT,                   -- where the server keeps what it has so far
  freed    INTEGER                 -- when the bytes were cleared from the phone, its receipt stored
) STRICT;
CREATE INDEX file_unsent ON file (step) WHERE step <> 'sent';
CREATE INDEX file_named_by ON file (named_by);

-- Which photos belong to which draft or visit (they have one id).
CREATE TABLE picture (
  visit    BLOB NOT NULL,
  original BLOB NOT NULL,
  entry    TEXT NOT NULL,          -- JSON of domain::PhotoEntry
  thumb    BLOB NOT NULL,          -- JPEG, at most 256 px
  place    INTEGER NOT NULL,       -- in the order of taking
  PRIMARY KEY (visit, original)
) STRICT;
CREATE INDEX picture_original ON picture (original);

-- Visits being written, saved on every change.
CREATE TABLE draft (
  id        BLOB PRIMARY KEY,
  household TEXT NOT NULL,
  body      TEXT NOT NULL          -- JSON of store::KeptDraft
) STRICT;
CREATE INDEX draft_of_household ON draft (household);

-- The cadre's households as the township last told.
CREATE TABLE household (
  household TEXT PRIMARY KEY,
  village   TEXT NOT NULL,
  search    TEXT NOT NULL,         -- name, group, village and number in lower case, a line each
  initials  TEXT NOT NULL,         -- of the householder's name in pinyin
  lat       REAL,
  lon       REAL,
  gone      INTEGER NOT NULL,      -- 1: no longer this cadre's, kept while a draft needs it
  body      TEXT NOT NULL          -- JSON of wire::HouseholdDown without its visits
) STRICT;
-- Narrow indexes that hold all that counting, searching and sorting by distance read: the bodies stay unread.
CREATE INDEX household_find ON household (gone, household, initials, search);
CREATE INDEX household_place ON household (household, lat, lon);

-- Facts of visits, whoever made them.
CREATE TABLE fact (
  visit     BLOB PRIMARY KEY,
  household TEXT NOT NULL,
  day       INTEGER NOT NULL,
  mode      TEXT NOT NULL,
  verdict   TEXT NOT NULL,         -- the one rule 5 reads
  decision  TEXT,
  unsent    INTEGER NOT NULL       -- 1: this phone's own, not yet heard back from the township
) STRICT;
CREATE INDEX fact_of_household ON fact (household, day, visit);

-- This phone's own visits: where and when, to look across them.
CREATE TABLE mine (
  visit    BLOB PRIMARY KEY,
  started  INTEGER NOT NULL,       -- settled
  ended    INTEGER NOT NULL,
  across   INTEGER NOT NULL,       -- 1: on site and not late
  lat      REAL,
  lon      REAL,
  accuracy REAL,                   -- metres
  cadres   TEXT NOT NULL           -- JSON list of ids
) STRICT;
CREATE INDEX mine_started ON mine (started);

-- The due list's rows, kept ready: never worked out from history when the list is read. Only households that are
-- this cadre's have one.
CREATE TABLE cover (
  household TEXT PRIMARY KEY,
  day       INTEGER NOT NULL,      -- the day it is as of
  rank      INTEGER NOT NULL,      -- 0 missed or lost, 1 by the suggested day, 2 the rest
  suggested INTEGER,
  state     TEXT NOT NULL,
  waiting   INTEGER NOT NULL,      -- visits under review or not uploaded
  body      TEXT NOT NULL          -- JSON of store::CoverRow
) STRICT;
CREATE INDEX cover_order ON cover (rank, suggested, household, state, waiting);
CREATE INDEX cover_day ON cover (day, household);

CREATE TABLE policy (
  id    TEXT PRIMARY KEY,
  scope TEXT NOT NULL,
  toml  TEXT NOT NULL
) STRICT;

-- The township's cadres, to choose companions from.
CREATE TABLE cadre (
  id   BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  unit TEXT NOT NULL
) STRICT;
