-- ?1: a draft; ?2: its start in milliseconds. Its originals that stand in an own visit before it, by (started, id).
SELECT DISTINCT p.original
FROM picture p
JOIN picture o ON o.original = p.original
JOIN mine m ON m.visit = o.visit
WHERE p.visit = ?1
  AND o.visit <> ?1
  AND (m.started, m.visit) < (?2, ?1)
ORDER BY p.original;
