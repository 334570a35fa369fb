SELECT h.village AS code, coalesce(v.name, h.village) AS name, count(*) AS households
FROM household h LEFT JOIN village v ON v.code = h.village
WHERE h.village LIKE ?1 || '%'
GROUP BY h.village ORDER BY h.village;
