-- ?1: the text typed, in lower case; ?2: the most rows. Households with it in name, group, village or number, or at the
-- beginning of their initials.
SELECT household
FROM household
WHERE gone = 0
  AND (instr(search, ?1) > 0 OR substr(initials, 1, length(?1)) = ?1)
ORDER BY substr(search, 1, length(?1)) <> ?1, initials <> ?1, household
LIMIT ?2;
