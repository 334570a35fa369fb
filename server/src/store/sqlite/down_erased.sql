-- Township, cadre, cursor: households erased since, that were the cadre's at any time or that a phone of the cadre's wrote of.
SELECT h.no AS no
FROM household h
WHERE h.township = ?1 AND h.erased IS NOT NULL AND h.changed > ?3
  AND (
      EXISTS (SELECT 1 FROM assignment a WHERE a.township = h.township AND a.no = h.no AND a.cadre = ?2)
      OR EXISTS (
          SELECT 1 FROM record r JOIN device d ON d.kid = r.device
          WHERE r.township = h.township AND r.household = h.no AND r.jws IS NULL AND d.cadre = ?2
      )
  )
ORDER BY h.no;
