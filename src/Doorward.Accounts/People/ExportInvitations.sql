-- $1 person uuid
-- those they accepted, those that wait for an address that is known to be theirs, and those they sent, without whom to
SELECT jsonb_build_object('organization', o.name, 'email', i.email, 'role', i.role, 'created_at', i.created_at, 'accepted_at', i.accepted_at)::text
FROM accounts.invitations i JOIN accounts.organizations o ON o.id = i.organization_id
WHERE i.accepted_by = $1
   OR lower(i.email) IN (SELECT lower(email) FROM accounts.people WHERE id = $1 AND email_verified AND email <> ''
                         UNION SELECT address FROM accounts.passwords WHERE person_id = $1)
UNION ALL
SELECT jsonb_build_object('organization', o.name, 'sent_by_you', true, 'role', i.role, 'created_at', i.created_at)::text
FROM accounts.invitations i JOIN accounts.organizations o ON o.id = i.organization_id
WHERE i.invited_by = $1;
