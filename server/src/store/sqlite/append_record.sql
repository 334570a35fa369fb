INSERT INTO record (
    township, n, device, seq, sha256, prev, id, kind, household, day, jws, received, salt, leaf, mark, unread
) VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16
);
