-- $1 id uuid  $2 digest_before bytea  $3 digest bytea  $4 now timestamptz
UPDATE accounts.sessions SET digest = $3, digest_before = $2, rotated_at = $4, seen_at = $4 WHERE id = $1 AND digest = $2 RETURNING id;
