-- Township: every record that it wrote itself, the newest first.
SELECT r.*, h.village AS village
FROM township t
JOIN record r ON r.township = t.code AND r.device = t.desk_kid
LEFT JOIN household h ON h.township = r.township AND h.no = r.household
WHERE t.code = ?1
ORDER BY r.seq DESC;
