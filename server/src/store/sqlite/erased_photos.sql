-- Photos whose every naming record was erased.
SELECT DISTINCT p.township AS township, p.sha256 AS sha256
FROM record r
JOIN photo_named n ON n.township = r.township AND n.record = r.sha256
JOIN photo p ON p.township = n.township AND (p.sha256 = n.original OR p.sha256 = n.copy)
WHERE r.jws IS NULL
  AND NOT EXISTS (
      SELECT 1
      FROM photo_named o JOIN record q ON q.township = o.township AND q.sha256 = o.record
      WHERE o.township = p.township AND (o.original = p.sha256 OR o.copy = p.sha256) AND q.jws IS NOT NULL
  );
