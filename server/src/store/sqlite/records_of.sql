-- Township, household: records that tell of it by their own body, waivers of its own, and corrections of its visits.
SELECT r.n AS n, r.sha256 AS sha256, r.device AS device, r.seq AS seq
FROM record r
WHERE r.township = ?1 AND r.jws IS NOT NULL AND r.kind NOT IN ('tombstone', 'import')
  AND (
      r.household = ?2
      OR r.sha256 IN (SELECT w.record FROM waiver w WHERE w.township = ?1 AND w.household = ?2)
      OR r.sha256 IN (
          SELECT c.record
          FROM correction c JOIN visit v ON v.township = c.township AND v.id = c.visit
          WHERE c.township = ?1 AND v.household = ?2
      )
  )
ORDER BY r.n;
