-- Township, cadre, cursor, today: the cadre's households, now or from a later day on, that have changed since.
SELECT h.no AS no
FROM household h
WHERE h.township = ?1 AND h.changed > ?3 AND h.erased IS NULL
  AND EXISTS (
      SELECT 1 FROM assignment a
      WHERE a.township = h.township AND a.no = h.no AND a.cadre = ?2 AND (a.to_day IS NULL OR a.to_day >= ?4)
  )
ORDER BY h.no;
