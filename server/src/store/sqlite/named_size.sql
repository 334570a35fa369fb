-- The size that a record of this phone gives for this file, as original or as copy. The township is the phone's own:
-- it makes the indexes by hash usable.
SELECT original_size AS size
  FROM photo_named
 WHERE township = (SELECT township FROM device WHERE kid = ?1) AND original = ?2 AND device = ?1
UNION ALL
SELECT copy_size AS size
  FROM photo_named
 WHERE township = (SELECT township FROM device WHERE kid = ?1) AND copy = ?2 AND device = ?1
LIMIT 1
