INSERT INTO waiver (township, record, household, region, kind, from_day, to_day, why)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);
