-- The villages of the households that a photo's records are about: of the visit, or of whatever else names it.
SELECT DISTINCT h.village AS village
  FROM photo_named p
  JOIN record r ON r.township = p.township AND r.sha256 = p.record
  JOIN household h ON h.township = r.township AND h.no = r.household
 WHERE p.township = ?1 AND (p.original = ?2 OR p.copy = ?2)
 ORDER BY h.village;
