-- $1 issuer text  $2 subject text  $3 organization text; slug or id, null for any
SELECT m.person_id, m.organization_id, m.role
FROM accounts.sign_ins s
JOIN accounts.members m ON m.person_id = s.person_id AND m.left_at IS NULL
JOIN accounts.organizations o ON o.id = m.organization_id
WHERE s.issuer = $1 AND s.subject = $2 AND ($3 IS NULL OR o.slug = $3 OR o.id::text = $3)
ORDER BY m.organization_id
LIMIT 2;
