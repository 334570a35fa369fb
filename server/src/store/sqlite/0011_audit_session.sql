-- Under which session it was done: 12 hexadecimal digits as `ruhu sessions` lists them; NULL where there was none. A row
-- that has one hashes it too, as its last part; rows without hash as before.
ALTER TABLE audit ADD COLUMN session TEXT;
