-- ?1: a day's number. Own visits of it on site, not late, not decided against, with a fix.
SELECT m.visit, m.household, m.cadres, m.fix_lat, m.fix_lon
FROM mine m LEFT JOIN fact f ON f.visit = m.visit
WHERE m.day = ?1
  AND m.across = 1
  AND f.decision IS NOT 'does_not_count'
  AND m.household IS NOT NULL
  AND m.fix_lat IS NOT NULL
  AND m.fix_lon IS NOT NULL
ORDER BY m.started, m.visit;
