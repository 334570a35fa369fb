-- ?2 a cadre, ?3 a visit, ?4 and ?5 its beginning and end: the cadre's visits just before and just after it by
-- (started, id), and those that overlap it. A condition on v.
v.id IN (
    SELECT visit FROM (
        SELECT visit FROM visit_time
        WHERE township = ?1 AND cadre = ?2 AND (started, visit) < (?4, ?3)
        ORDER BY started DESC, visit DESC LIMIT 1
    )
    UNION
    SELECT visit FROM (
        SELECT visit FROM visit_time
        WHERE township = ?1 AND cadre = ?2 AND (started, visit) > (?4, ?3)
        ORDER BY started, visit LIMIT 1
    )
    UNION
    SELECT visit FROM visit_time
    WHERE township = ?1 AND cadre = ?2 AND started > ?4 - 86400000 AND started < ?5 AND ended > ?4
    UNION
    SELECT visit FROM visit_time INDEXED BY visit_time_long
    WHERE township = ?1 AND cadre = ?2 AND ended - started > 86400000 AND started < ?5 AND ended > ?4
)
AND v.id <> ?3
ORDER BY v.started, v.id
