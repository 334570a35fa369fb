-- The same, of the township ?1, for the households that cadre ?5 was assigned to on some of those days.
WITH here AS (
    SELECT DISTINCT h.township, h.no, h.village, h.entered, h.left_on, ?4 AS year
    FROM assignment a JOIN household h ON h.township = a.township AND h.no = a.no
    WHERE a.cadre = ?5 AND a.township = ?1 AND a.from_day <= ?3 AND (a.to_day IS NULL OR a.to_day >= ?2)
        AND h.entered <= ?3 AND (h.left_on IS NULL OR h.left_on >= ?2)
)
