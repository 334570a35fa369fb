-- A session that holds, with its account when it has one. One whose account is gone holds no more: without the account
-- it would read as an administrator's.
SELECT s.id, s.origin, s.began, s.seen, s.expires, a.*
  FROM session s LEFT JOIN account a ON a.name = s.account
 WHERE s.hash = ?1 AND s.expires > ?2 AND s.seen > ?3 AND (s.account IS NULL OR a.name IS NOT NULL) AND a.disabled IS NULL;
