INSERT INTO device (kid, township, cadre, public_key, model, enrolled, revoked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (kid) DO UPDATE SET revoked = excluded.revoked;
