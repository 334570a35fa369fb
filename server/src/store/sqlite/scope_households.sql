SELECT h.*, p.head AS head, p.group_name AS group_name
FROM household h JOIN household_person p ON p.township = h.township AND p.no = h.no
WHERE h.village LIKE ?1 || '%'
ORDER BY h.village, h.no;
