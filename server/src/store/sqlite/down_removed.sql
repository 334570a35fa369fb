-- Township, cadre, today: households that were the cadre's and are no more, nor will be.
SELECT DISTINCT a.no AS no
FROM assignment a
WHERE a.township = ?1 AND a.cadre = ?2
  AND NOT EXISTS (
      SELECT 1 FROM assignment b
      WHERE b.township = a.township AND b.no = a.no AND b.cadre = a.cadre AND (b.to_day IS NULL OR b.to_day >= ?3)
  )
ORDER BY a.no;
