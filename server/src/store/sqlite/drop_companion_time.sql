-- A companion who has not said that he or she was there.
DELETE FROM visit_time
WHERE township = ?1 AND visit = ?2
    AND cadre IN (SELECT cadre FROM visit_cadre WHERE township = ?1 AND visit = ?2 AND word IS NOT 1)
    AND started = (SELECT started FROM visit WHERE township = ?1 AND id = ?2)
