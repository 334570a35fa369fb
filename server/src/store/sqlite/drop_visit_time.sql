DELETE FROM visit_time
WHERE township = ?1 AND visit = ?2
    AND cadre IN (SELECT cadre FROM visit_cadre WHERE township = ?1 AND visit = ?2)
    AND started = (SELECT started FROM visit WHERE township = ?1 AND id = ?2)
