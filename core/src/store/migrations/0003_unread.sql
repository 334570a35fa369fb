-- What a newer server told and this version could not read: kept as it came, and read again by a later version.
CREATE TABLE unread (
  field TEXT NOT NULL,             -- of the sync answer's `down`
  id    TEXT NOT NULL,             -- which entry of it: a household's number, a cursor; empty where the field comes whole
  raw   TEXT NOT NULL,             -- JSON
  PRIMARY KEY (field, id)
) STRICT;

-- A record whose text was erased cannot be sent again: an earlier version offered it after a new enrolment.
UPDATE record SET step = 'sent', send = '{"sent":{"receipt":""}}' WHERE jws = '' AND step <> 'sent';
