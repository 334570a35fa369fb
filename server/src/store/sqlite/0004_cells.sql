-- Fourth schema: what is kept so that neither judging nor a page reads a history.

-- A cadre's visits in time: only those the look across visits asks about (on site, not late, not decided against).
CREATE TABLE visit_time (
    township TEXT NOT NULL,
    cadre    BLOB NOT NULL,                    -- each of a visit's cadres has a row
    started  INTEGER NOT NULL,                 -- ms
    visit    BLOB NOT NULL,
    ended    INTEGER NOT NULL,                 -- ms
    PRIMARY KEY (township, cadre, started, visit)
) STRICT, WITHOUT ROWID;
-- Those of more than a day are few and stand apart: what overlaps a visit is else found within the day before it.
CREATE INDEX visit_time_long ON visit_time (township, cadre, started) WHERE ended - started > 86400000;

INSERT INTO visit_time (township, cadre, started, visit, ended)
SELECT v.township, c.cadre, v.started, v.id, v.ended
FROM visit v JOIN visit_cadre c ON c.township = v.township AND c.visit = v.id
WHERE v.mode = 'on_site' AND v.late = 0 AND v.decision IS NOT 'does_not_count';

-- A household's year as rule 5 counts it: coverage::KeptYear. Written in the transaction that changes it.
CREATE TABLE kept_year (
    township TEXT NOT NULL,
    no       TEXT NOT NULL,
    year     INTEGER NOT NULL,                 -- every year in which a visit counts, or would after review
    counted  BLOB NOT NULL,                    -- days with a counted visit: two bytes each, the greater first, 0 is 1 January
    supposed BLOB NOT NULL,                    -- the same if every visit under review were decided `counts`
    before   INTEGER,                          -- the last such day before the year
    PRIMARY KEY (township, no, year)
) STRICT, WITHOUT ROWID;

-- Townships whose years are all kept. One that already ran has none yet: the first opening keeps them.
CREATE TABLE kept_township (
    township TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
