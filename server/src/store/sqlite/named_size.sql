-- The size that a record of this phone gives for this file, as original or as copy. The township is the phone's own:
-- it makes the indexes by hash usable. A record that was erased names nothing any more.
SELECT n.original_size AS size
  FROM photo_named n JOIN record r ON r.township = n.township AND r.sha256 = n.record
 WHERE n.township = (SELECT township FROM device WHERE kid = ?1) AND n.original = ?2 AND n.device = ?1 AND r.jws IS NOT NULL
UNION ALL
SELECT n.copy_size AS size
  FROM photo_named n JOIN record r ON r.township = n.township AND r.sha256 = n.record
 WHERE n.township = (SELECT township FROM device WHERE kid = ?1) AND n.copy = ?2 AND n.device = ?1 AND r.jws IS NOT NULL
LIMIT 1
