-- A year that is as it was is not written again.
INSERT INTO kept_year (township, no, year, counted, supposed, before)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (township, no, year) DO UPDATE SET
    counted = excluded.counted,
    supposed = excluded.supposed,
    before = excluded.before
WHERE counted <> excluded.counted OR supposed <> excluded.supposed OR before IS NOT excluded.before
