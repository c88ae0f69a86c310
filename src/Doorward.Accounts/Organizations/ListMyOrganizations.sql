-- $1 person uuid
SELECT o.id, o.slug, o.name, o.created_at, m.role, m.joined_at
FROM accounts.members m JOIN accounts.organizations o ON o.id = m.organization_id
WHERE m.person_id = $1 AND m.left_at IS NULL
ORDER BY m.joined_at, o.id;
