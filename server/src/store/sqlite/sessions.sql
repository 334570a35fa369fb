-- Every session that holds, the one used last first; session.sql says which.
SELECT s.id, s.origin, s.began, s.seen, s.expires, a.*
  FROM session s LEFT JOIN account a ON a.name = s.account
 WHERE s.expires > ?1 AND s.seen > ?2 AND (s.account IS NULL OR a.name IS NOT NULL) AND a.disabled IS NULL
 ORDER BY s.seen DESC, s.began DESC, s.id;
