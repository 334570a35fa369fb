-- A row of the due list, unless the household is somebody else's now.
INSERT OR REPLACE INTO cover (household, day, rank, suggested, state, waiting, body)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
WHERE EXISTS (SELECT 1 FROM household h WHERE h.household = ?1 AND h.gone = 0);
