-- $1 organization uuid  $2 after_id uuid  $3 limit int
SELECT id, name, scopes, created_at, expires_at, last_used_at
FROM accounts.api_keys
WHERE organization_id = $1 AND id > $2 AND revoked_at IS NULL
ORDER BY id
LIMIT $3;
