-- Township, household: files that its erased records name, and that no other record does.
WITH named (record, sha256) AS (
    SELECT record, original FROM photo_named WHERE township = ?1
    UNION SELECT record, copy FROM photo_named WHERE township = ?1
)
SELECT DISTINCT f.sha256 AS sha256
FROM named f JOIN record r ON r.township = ?1 AND r.sha256 = f.record
WHERE r.household = ?2 AND r.jws IS NULL
  AND NOT EXISTS (
      SELECT 1
      FROM photo_named o JOIN record q ON q.township = o.township AND q.sha256 = o.record
      WHERE o.township = ?1 AND (o.original = f.sha256 OR o.copy = f.sha256) AND q.jws IS NOT NULL
  );
