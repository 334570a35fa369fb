-- Records, photo files and bytes that the township does not have. What is only in something being written is not asked for.
SELECT r.records, f.files, r.bytes + f.bytes
FROM (SELECT count(*) AS records, coalesce(sum(length(CAST(jws AS BLOB))), 0) AS bytes
      FROM record WHERE step <> 'sent') r,
     (SELECT count(*) AS files, coalesce(sum(bytes), 0) AS bytes
      FROM file WHERE step <> 'sent' AND step NOT IN ('draft', 'given_up')) f;
