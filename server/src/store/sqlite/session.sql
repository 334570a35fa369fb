-- A session that holds, with its account when it has one.
SELECT s.id, s.origin, s.began, s.seen, s.expires, a.*
  FROM session s LEFT JOIN account a ON a.name = s.account
 WHERE s.hash = ?1 AND s.expires > ?2 AND s.seen > ?3 AND a.disabled IS NULL;
