SELECT a.*, c.name AS cadre_name
FROM household h
JOIN assignment a ON a.township = h.township AND a.no = h.no
JOIN cadre c ON c.id = a.cadre
WHERE h.village LIKE ?1 || '%'
ORDER BY a.township, a.no, a.from_day, a.cadre;
