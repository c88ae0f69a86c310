-- $1 person uuid  $2 session uuid
SELECT p.name, w.address, w.hash,
       (SELECT o.name FROM accounts.sessions s
        JOIN accounts.members m ON m.organization_id = s.organization_id AND m.person_id = s.person_id AND m.left_at IS NULL
        JOIN accounts.organizations o ON o.id = s.organization_id
        WHERE s.id = $2)
FROM accounts.people p LEFT JOIN accounts.passwords w ON w.person_id = p.id
WHERE p.id = $1;
