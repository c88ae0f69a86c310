-- $1 invitation_ids uuid[]  $2 organization_ids uuid[]  $3 event_ids uuid[]
SELECT a.event_id, i.id, i.organization_id, i.invited_by, i.role, i.expires_at, i.email
FROM unnest($1, $2, $3) AS a (id, organization_id, event_id)
JOIN accounts.invitations i ON i.organization_id = a.organization_id AND i.id = a.id
WHERE i.accepted_at IS NULL AND i.email <> '';
