-- $1 organization uuid  $2 key uuid  $3 now timestamptz
SELECT scopes FROM accounts.api_keys
WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3);
