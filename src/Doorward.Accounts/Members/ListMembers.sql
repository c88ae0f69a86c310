-- $1 organization uuid  $2 after_id uuid  $3 limit int
SELECT m.person_id, p.name, p.email, m.role, m.joined_at
FROM accounts.members m
JOIN accounts.people p ON p.id = m.person_id
WHERE m.organization_id = $1 AND m.person_id > $2 AND m.left_at IS NULL AND m.kind = 'person'
ORDER BY m.person_id
LIMIT $3;
