-- A visit among its cadres' others, when it is one that the look across visits asks about.
INSERT INTO visit_time (township, cadre, started, visit, ended)
SELECT v.township, c.cadre, v.started, v.id, v.ended
FROM visit v JOIN visit_cadre c ON c.township = v.township AND c.visit = v.id
WHERE v.township = ?1 AND v.id = ?2 AND c.word = 1 AND v.mode = 'on_site' AND v.late = 0 AND v.decision IS NOT 'does_not_count'
ON CONFLICT DO NOTHING
