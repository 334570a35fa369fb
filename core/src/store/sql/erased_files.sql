-- Household: files of its visits and help, written or being written, or named by its records, that nothing else shows.
WITH its (id) AS (
  SELECT id FROM draft WHERE household = ?1
  UNION SELECT id FROM help_draft WHERE household = ?1
  UNION SELECT id FROM record WHERE household = ?1 AND kind IN ('visit', 'help')
)
SELECT f.sha256
FROM file f
WHERE (
      f.named_by IN (SELECT sha256 FROM record WHERE household = ?1)
      OR f.sha256 IN (SELECT p.original FROM picture p WHERE p.visit IN (SELECT id FROM its))
      OR f.sha256 IN (
          SELECT unhex(json_extract(p.entry, '$.copy.sha256')) FROM picture p WHERE p.visit IN (SELECT id FROM its)
      )
  )
  AND NOT EXISTS (
      SELECT 1 FROM picture o
      WHERE (o.original = f.sha256 OR unhex(json_extract(o.entry, '$.copy.sha256')) = f.sha256)
        AND o.visit NOT IN (SELECT id FROM its)
  );
