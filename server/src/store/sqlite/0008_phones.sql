-- Seventh schema: what a phone says of itself.

ALTER TABLE device ADD COLUMN app_version TEXT;                  -- as the app said it at its last sync; NULL: it did not
ALTER TABLE device ADD COLUMN waiting_since INTEGER;             -- ms; since when it says that records wait, and that they do not get fewer
UPDATE device SET waiting_since = last_seen WHERE waiting_records > 0;
