-- A token that is used shows that the phone has it: those issued to the phone before it are no good any more.
DELETE FROM device_token
WHERE device = (SELECT device FROM device_token WHERE hash = ?1)
  AND rowid < (SELECT rowid FROM device_token WHERE hash = ?1);
