-- The size that a record of this phone gives for this file, as original or as copy. The township is the phone's own:
-- it makes the indexes by hash usable. A record that was erased names nothing any more.
SELECT n.original_size AS size
  FROM photo_named n
 WHERE n.township = (SELECT township FROM device WHERE kid = ?1) AND n.original = ?2 AND n.device = ?1
   AND NOT EXISTS (SELECT 1 FROM record r WHERE r.township = n.township AND r.sha256 = n.record AND r.jws IS NULL)
UNION ALL
SELECT n.copy_size AS size
  FROM photo_named n
 WHERE n.township = (SELECT township FROM device WHERE kid = ?1) AND n.copy = ?2 AND n.device = ?1
   AND NOT EXISTS (SELECT 1 FROM record r WHERE r.township = n.township AND r.sha256 = n.record AND r.jws IS NULL)
LIMIT 1
