-- Household: the pictures of its visits and help, written or being written.
DELETE FROM picture
WHERE visit IN (
  SELECT id FROM draft WHERE household = ?1
  UNION SELECT id FROM help_draft WHERE household = ?1
  UNION SELECT id FROM record WHERE household = ?1 AND kind IN ('visit', 'help')
);
