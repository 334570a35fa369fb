-- What was found once stands.
INSERT INTO anchor (township, device, seq, record, size, time, high_size, high_time, untrue)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT DO NOTHING;
