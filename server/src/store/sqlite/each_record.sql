SELECT r.*, h.village AS village
FROM record r LEFT JOIN household h ON h.township = r.township AND h.no = r.household
WHERE r.township = ?1
ORDER BY r.device, r.seq, r.sha256;
