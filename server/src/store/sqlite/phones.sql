SELECT d.*, c.name AS cadre_name, c.unit AS cadre_unit
FROM device d JOIN cadre c ON c.id = d.cadre
WHERE d.township = ?1
ORDER BY d.revoked IS NOT NULL, c.name, d.enrolled, d.kid;
