-- A record waits while it is not sent itself, or a file that it names is not. What was given up waits for nothing.
WITH held AS (
  SELECT r.sha256,
         r.step <> 'sent' OR EXISTS (
           SELECT 1 FROM file f WHERE f.named_by = r.sha256 AND f.step NOT IN ('sent', 'given_up')
         ) AS waits
  FROM record r
)
SELECT
  (SELECT count(*) FROM held WHERE waits),
  (SELECT count(*) FROM held WHERE NOT waits),
  count(*) FILTER (WHERE f.step = 'sent'),
  count(*),
  coalesce(sum(f.bytes) FILTER (WHERE f.step = 'sent'), 0)
FROM held JOIN file f ON f.named_by = held.sha256
WHERE held.waits AND f.step <> 'given_up';
