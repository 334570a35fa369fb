-- ?1, ?2: milliseconds. Own visits on site, not late, not decided against, that began from one to the other.
SELECT m.visit, m.started, m.ended, m.lat, m.lon, m.accuracy, m.cadres
FROM mine m LEFT JOIN fact f ON f.visit = m.visit
WHERE m.across = 1
  AND m.started BETWEEN ?1 AND ?2
  AND f.decision IS NOT 'does_not_count'
ORDER BY m.started, m.visit;
