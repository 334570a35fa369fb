-- Files that no record names and no picture shows: of a picture taken in twice, of a draft that was lost.
DELETE FROM file
WHERE step = 'draft'
  AND named_by IS NULL
  AND sha256 NOT IN (SELECT original FROM picture)
  AND sha256 NOT IN (SELECT unhex(json_extract(entry, '$.copy.sha256')) FROM picture WHERE json_valid(entry));
