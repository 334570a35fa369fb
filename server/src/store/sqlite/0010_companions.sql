-- Ninth schema: a companion counts once his or her own phone has said so.

ALTER TABLE visit_cadre ADD COLUMN word INTEGER;                 -- 1: was there, by a phone of this cadre; 0: says no; NULL: nothing yet
UPDATE visit_cadre SET word = 1
WHERE cadre = (SELECT v.cadre FROM visit v WHERE v.township = visit_cadre.township AND v.id = visit_cadre.visit);
CREATE INDEX visit_cadre_asked ON visit_cadre (township, cadre, visit) WHERE word IS NULL;

-- The look across visits asks about those who said so alone.
DELETE FROM visit_time WHERE EXISTS (
    SELECT 1 FROM visit_cadre c
    WHERE c.township = visit_time.township AND c.cadre = visit_time.cadre AND c.visit = visit_time.visit AND c.word IS NULL
);

-- Companions' words as they came: one may arrive before the visit it is about.
CREATE TABLE companion_word (
    township TEXT NOT NULL,
    visit    BLOB NOT NULL,
    record   BLOB NOT NULL,                    -- sha256 of the word's own record
    cadre    BLOB NOT NULL,                    -- whose word
    of       BLOB NOT NULL,                    -- sha256 of the visit's record, as it names it
    there    INTEGER NOT NULL,                 -- 1: was there; 0: was not
    PRIMARY KEY (township, visit, record)
) STRICT, WITHOUT ROWID;
