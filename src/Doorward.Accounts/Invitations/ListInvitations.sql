-- $1 organization uuid  $2 after_id uuid  $3 limit int
SELECT id, email, role, created_at, sent_at, expires_at
FROM accounts.invitations
WHERE organization_id = $1 AND id > $2 AND accepted_at IS NULL AND revoked_at IS NULL
ORDER BY id
LIMIT $3;
