-- $1 person uuid
SELECT p.name, w.address, w.hash
FROM accounts.people p LEFT JOIN accounts.passwords w ON w.person_id = p.id
WHERE p.id = $1;
