INSERT INTO to_judge (township, no, why)
SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM visit WHERE township = ?1 AND household = ?2)
ON CONFLICT DO UPDATE SET left_out = 0
