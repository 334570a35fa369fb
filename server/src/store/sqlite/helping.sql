SELECT DISTINCT a.cadre AS cadre
FROM household h JOIN assignment a ON a.township = h.township AND a.no = h.no
WHERE h.village >= ?1 AND h.village < ?1 || ':'
ORDER BY a.cadre
