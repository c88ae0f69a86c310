-- $1 digest bytea  $2 now timestamptz
WITH found AS (
    SELECT k.id, k.organization_id, k.scopes, k.expires_at, k.last_used_at
    FROM accounts.api_keys k
    WHERE k.digest = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
),
-- once a minute at the most, however busy the key is; who comes second at the same moment passes by
used AS (
    UPDATE accounts.api_keys k SET last_used_at = $2
    WHERE (k.organization_id, k.id) IN (
        SELECT b.organization_id, b.id FROM accounts.api_keys b
        WHERE (b.organization_id, b.id) IN (SELECT organization_id, id FROM found) AND (b.last_used_at IS NULL OR b.last_used_at <= $2 - interval '1 minute')
        FOR NO KEY UPDATE SKIP LOCKED)
)
SELECT id, organization_id, scopes, expires_at FROM found;
