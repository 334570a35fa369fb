SELECT v.township AS township, v.household AS no, v.id AS id, v.day AS day, v.mode AS mode, v.base AS base,
       v.decision AS decision
FROM household h JOIN visit v ON v.township = h.township AND v.household = h.no
WHERE h.village LIKE ?1 || '%'
ORDER BY v.township, v.household, v.day, v.id;
