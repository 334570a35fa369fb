SELECT * FROM waiver
WHERE township = ?1 AND from_day <= ?3 AND to_day >= ?2
ORDER BY from_day, record
