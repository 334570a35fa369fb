UPDATE device SET
    waiting_since = CASE
        WHEN ?3 = 0 THEN NULL
        WHEN waiting_since IS NULL OR ?3 < waiting_records THEN ?2
        ELSE waiting_since
    END,
    last_seen = ?2, waiting_records = ?3, waiting_photos = ?4, app_version = ?5
WHERE kid = ?1;
