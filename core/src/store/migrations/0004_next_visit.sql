-- Homes written down at one spot on one day: of each own visit its home, its China day and its fix. NULL in older rows.
ALTER TABLE mine ADD COLUMN household TEXT;
ALTER TABLE mine ADD COLUMN day INTEGER;
ALTER TABLE mine ADD COLUMN fix_lat REAL;          -- of a usable fix that is not mock
ALTER TABLE mine ADD COLUMN fix_lon REAL;
CREATE INDEX mine_day ON mine (day);

-- Rows now say when to go next: they are made anew.
DELETE FROM cover;
