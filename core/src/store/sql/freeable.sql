-- Originals that the township has, still on the phone, and shown by nothing that is being written.
SELECT sha256, bytes
FROM file
WHERE what = 'original'
  AND step = 'sent'
  AND freed IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM picture p
      WHERE p.original = file.sha256
        AND p.visit IN (SELECT id FROM draft UNION SELECT id FROM help_draft)
  )
ORDER BY needed, sha256;
