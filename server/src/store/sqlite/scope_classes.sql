SELECT c.*
FROM household h JOIN class_from c ON c.township = h.township AND c.no = h.no
WHERE h.village LIKE ?1 || '%'
ORDER BY c.township, c.no, c.from_day;
