SELECT a.*, c.name AS cadre_name
FROM here h
JOIN assignment a ON a.township = h.township AND a.no = h.no
JOIN cadre c ON c.id = a.cadre
WHERE a.from_day <= ?3 AND (a.to_day IS NULL OR a.to_day >= ?2)
ORDER BY a.township, a.no, a.from_day, a.cadre
