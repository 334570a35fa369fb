-- Help being written and not signed yet, of which there is at most one for a household: the id its record will have,
-- which its pictures are kept under.
CREATE TABLE help_draft (
  household TEXT PRIMARY KEY,
  id        BLOB NOT NULL UNIQUE
) STRICT;
