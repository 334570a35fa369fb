INSERT INTO village (code, township, name, listed) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, listed = excluded.listed
WHERE excluded.listed >= village.listed;
