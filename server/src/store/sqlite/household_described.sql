SELECT h.no AS no, h.village AS village, coalesce(v.name, h.village) AS village_name, h.entered AS entered,
       h.left_on AS left_on, p.group_name AS group_name, p.head AS head, p.people AS people, p.risk AS risk,
       p.phone AS phone
FROM household h
JOIN household_person p ON p.township = h.township AND p.no = h.no
LEFT JOIN village v ON v.code = h.village
WHERE h.township = ?1 AND h.no = ?2;
