-- The decision is not written here: it has its own door.
INSERT INTO visit (
    township, id, record, statements, device, household, cadre, mode, late, day, started, ended, received, place,
    fix_lat, fix_lon, fix_m, at_lat, at_lon, at_m, far_reason, own, across, spacing, base, verdict, counted, phone_verdict, phone_codes
) VALUES (
    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
    ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29
)
ON CONFLICT (township, id) DO UPDATE SET
    statements = excluded.statements,
    place = excluded.place,
    fix_lat = excluded.fix_lat,
    fix_lon = excluded.fix_lon,
    fix_m = excluded.fix_m,
    at_lat = excluded.at_lat,
    at_lon = excluded.at_lon,
    at_m = excluded.at_m,
    own = excluded.own,
    across = excluded.across,
    spacing = excluded.spacing,
    base = excluded.base,
    verdict = excluded.verdict,
    counted = excluded.counted;
