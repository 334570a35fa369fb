-- A visit with everybody who made it; a condition on v follows. A blob has no aggregate: the ids travel as hexadecimal.
SELECT v.*, unhex(coalesce((
    SELECT group_concat(hex(c.cadre) || iif(c.word IS NULL, '02', '0' || c.word), '') FROM visit_cadre c WHERE c.township = v.township AND c.visit = v.id
), '')) AS everybody
FROM visit v
