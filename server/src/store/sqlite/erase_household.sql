-- Township, household: everything personal that stands beside the records. One statement after the other.
UPDATE household_person
SET head = '', id_number = '', id_suspect = 0, phone = '', group_name = '', people = NULL, risk = ''
WHERE township = ?1 AND no = ?2;
DELETE FROM place WHERE township = ?1 AND no = ?2;
UPDATE waiver SET why = '' WHERE township = ?1 AND household = ?2;
UPDATE correction SET why = ''
WHERE township = ?1 AND visit IN (SELECT id FROM visit WHERE township = ?1 AND household = ?2);
DELETE FROM upload
WHERE township = ?1 AND sha256 IN (
    SELECT f.sha256
    FROM (
        SELECT record, original AS sha256 FROM photo_named WHERE township = ?1
        UNION SELECT record, copy FROM photo_named WHERE township = ?1
    ) f JOIN record r ON r.township = ?1 AND r.sha256 = f.record
    WHERE r.household = ?2
);
UPDATE visit
SET fix_lat = NULL, fix_lon = NULL, fix_m = NULL, at_lat = NULL, at_lon = NULL, at_m = NULL,
    decided_by = NULL, decided_why = NULL, erased = 1
WHERE township = ?1 AND household = ?2;
