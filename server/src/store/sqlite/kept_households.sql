SELECT h.*, p.head AS head, p.group_name AS group_name
FROM here h JOIN household_person p ON p.township = h.township AND p.no = h.no
ORDER BY h.village, h.no
