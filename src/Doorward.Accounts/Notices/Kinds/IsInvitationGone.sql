-- $1 facts jsonb  $2 organization_id uuid
-- Its link opens nothing once it was taken back or used; and when it is sent again, that one says until when it is good.
SELECT CASE
           WHEN i.id IS NULL OR i.revoked_at IS NOT NULL THEN 'invitation_revoked'
           WHEN i.accepted_at IS NOT NULL THEN 'invitation_used'
           WHEN i.expires_at > ($1->>'expires_at')::timestamptz THEN 'invitation_sent_again'
       END AS reason
FROM (SELECT ($1->>'invitation_id')::uuid AS id) AS asked
LEFT JOIN accounts.invitations i ON i.organization_id = $2 AND i.id = asked.id;
