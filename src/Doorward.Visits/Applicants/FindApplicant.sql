-- $1 issuer text  $2 subject text  $3 organization text; slug or id, null for any
SELECT a.person_id, a.organization_id
FROM accounts.sign_ins s
JOIN visits.applicants a ON a.person_id = s.person_id
JOIN accounts.organizations o ON o.id = a.organization_id
WHERE s.issuer = $1 AND s.subject = $2 AND ($3 IS NULL OR o.slug = $3 OR o.id::text = $3)
ORDER BY a.organization_id
LIMIT 2;
