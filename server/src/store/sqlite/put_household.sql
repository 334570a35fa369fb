-- `changed` gets its number right after, with the change itself.
INSERT INTO household (township, no, village, entered, left_on, changed) VALUES (?1, ?2, ?3, ?4, ?5, 0)
ON CONFLICT (township, no) DO UPDATE SET
    village = excluded.village, entered = excluded.entered, left_on = excluded.left_on;
