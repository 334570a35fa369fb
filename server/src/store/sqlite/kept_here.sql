-- The households of a region that were in the programme on some day from ?2 to ?3; ?4 is the year asked.
WITH here AS (
    SELECT h.township, h.no, h.village, h.entered, h.left_on, ?4 AS year
    FROM household h
    WHERE h.village >= ?1 AND h.village < ?1 || ':' AND h.entered <= ?3 AND (h.left_on IS NULL OR h.left_on >= ?2)
)
