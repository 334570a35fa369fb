-- Township, phone, whether the township's photos are asked for (every row of its index is then read).
SELECT
    (SELECT coalesce(sum(size), 0) FROM photo WHERE township = ?1 AND device = ?2) AS phone,
    (SELECT coalesce(sum(length), 0) FROM upload WHERE device = ?2 AND finished = 0) AS phone_unfinished,
    (SELECT coalesce(sum(size), 0) FROM photo WHERE ?3 AND township = ?1) AS township,
    (SELECT coalesce(sum(length), 0) FROM upload WHERE township = ?1 AND finished = 0) AS township_unfinished;
