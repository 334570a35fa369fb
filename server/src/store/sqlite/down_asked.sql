-- ?2 a cadre, ?3 the first day, ?4 how many: visits of others that name the cadre, on which he or she has said nothing, and
-- nobody has decided. A phone number and an ID number never travel with them.
SELECT v.id, v.record, v.household, v.day, v.started, c.name AS by, p.head, g.name AS village
FROM visit_cadre a
JOIN visit v ON v.township = a.township AND v.id = a.visit
JOIN cadre c ON c.id = v.cadre
LEFT JOIN household h ON h.township = v.township AND h.no = v.household
LEFT JOIN household_person p ON p.township = v.township AND p.no = v.household
LEFT JOIN village g ON g.code = h.village
WHERE a.township = ?1 AND a.cadre = ?2 AND a.word IS NULL
    AND v.day >= ?3 AND v.erased = 0 AND v.decision IS NULL
ORDER BY v.started DESC, v.id
LIMIT ?4
