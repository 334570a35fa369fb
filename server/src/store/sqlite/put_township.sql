-- A township that is there keeps its keys: they are never replaced.
INSERT INTO township (code, name, log, desk_kid, desk_key, desk_secret, backup_secret, rules)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (code) DO NOTHING;
