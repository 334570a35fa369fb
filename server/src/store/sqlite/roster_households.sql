SELECT h.no AS no, h.village AS village, h.entered AS entered, h.left_on AS left_on, p.head AS head,
       p.id_number AS id_number, p.id_suspect AS id_suspect, p.phone AS phone, p.group_name AS group_name,
       p.people AS people, p.risk AS risk
FROM household h JOIN household_person p ON p.township = h.township AND p.no = h.no
WHERE h.township = ?1 AND h.erased IS NULL
ORDER BY h.no;
