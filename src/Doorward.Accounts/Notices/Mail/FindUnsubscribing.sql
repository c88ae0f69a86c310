-- $1 notice_id uuid
SELECT n.person_id, n.organization_id, n.kind, p.language
FROM accounts.notices n JOIN accounts.people p ON p.id = n.person_id
WHERE n.id = $1;
