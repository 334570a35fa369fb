SELECT count(*) FROM to_judge q
JOIN household h ON h.township = q.township AND h.no = q.no
WHERE q.township = substr(?1, 1, 9) AND h.village = ?1
