INSERT INTO assignment (township, no, cadre, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (township, no, cadre, from_day) DO UPDATE SET to_day = excluded.to_day;
