-- $1 person uuid
SELECT jsonb_build_object('organization', o.name, 'slug', o.slug, 'role', m.role, 'joined_at', m.joined_at, 'left_at', m.left_at)::text
FROM accounts.members m JOIN accounts.organizations o ON o.id = m.organization_id
WHERE m.person_id = $1
ORDER BY m.joined_at;
