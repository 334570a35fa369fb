INSERT INTO cadre (id, township, name, unit, phone) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit, phone = excluded.phone;
