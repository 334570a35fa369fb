-- A township that is there keeps its keys: they are never replaced.
INSERT INTO township (code, name, log, desk_kid, desk_key, desk_secret, backup_secret, rules, anchors_kept)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1)
ON CONFLICT (code) DO NOTHING;
