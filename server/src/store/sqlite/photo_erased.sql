-- Phone, file: whether a record of this phone that was erased named the file.
SELECT 1
FROM photo_named n JOIN record r ON r.township = n.township AND r.sha256 = n.record
WHERE n.township = (SELECT township FROM device WHERE kid = ?1) AND n.device = ?1
  AND (n.original = ?2 OR n.copy = ?2) AND r.jws IS NULL
LIMIT 1;
