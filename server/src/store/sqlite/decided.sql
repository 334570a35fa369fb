-- An erasure takes the places it set with it: it is counted for itself, so that the number only ever rises.
SELECT
    (SELECT count(*) FROM record r JOIN township t ON t.code = r.township
     WHERE r.township = ?1 AND r.device = t.desk_kid AND r.kind <> 'place')
    + (SELECT count(*) FROM place WHERE township = ?1 AND learned = 0)
    + (SELECT count(*) FROM household WHERE township = ?1 AND erased IS NOT NULL)
