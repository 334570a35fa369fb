INSERT INTO to_judge (township, no, why)
SELECT DISTINCT ?1, household, ?2 FROM visit WHERE township = ?1 AND day >= ?3 AND day < ?4
ON CONFLICT DO UPDATE SET left_out = 0
