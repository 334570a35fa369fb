INSERT INTO household_person (township, no, head, id_number, id_suspect, phone, group_name, people, risk)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (township, no) DO UPDATE SET
    head = excluded.head, id_number = excluded.id_number, id_suspect = excluded.id_suspect, phone = excluded.phone,
    group_name = excluded.group_name, people = excluded.people, risk = excluded.risk;
