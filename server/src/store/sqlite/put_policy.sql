INSERT INTO policy (township, id, scope, from_day, toml, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (township, id) DO UPDATE SET
    scope = excluded.scope, from_day = excluded.from_day, toml = excluded.toml, record = excluded.record;
