-- Of each household the newest year up to the one asked: an earlier one tells of the last counted visit.
SELECT k.*
FROM here h JOIN kept_year k ON k.township = h.township AND k.no = h.no
WHERE k.year = (
    SELECT max(n.year) FROM kept_year n WHERE n.township = h.township AND n.no = h.no AND n.year <= h.year
)
