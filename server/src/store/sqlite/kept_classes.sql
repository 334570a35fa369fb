SELECT c.* FROM here h JOIN class_from c ON c.township = h.township AND c.no = h.no
ORDER BY c.township, c.no, c.from_day
