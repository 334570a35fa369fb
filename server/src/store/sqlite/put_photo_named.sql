INSERT INTO photo_named (
    township, record, place, device, visit, original, original_size, copy, copy_size, in_app, taken
) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);
