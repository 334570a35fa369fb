INSERT INTO judgement (township, visit, version, at, why, verdict, base, codes)
SELECT ?1, ?2, 1 + coalesce(max(version), 0), ?3, ?4, ?5, ?6, ?7
FROM judgement WHERE township = ?1 AND visit = ?2;
