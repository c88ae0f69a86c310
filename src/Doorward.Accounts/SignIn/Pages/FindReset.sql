-- $1 token_digest bytea  $2 now timestamptz
SELECT p.name, w.address
FROM accounts.resets r
JOIN accounts.people p ON p.id = r.person_id
JOIN accounts.passwords w ON w.person_id = r.person_id
WHERE r.token_digest = $1 AND r.used_at IS NULL AND r.expires_at > $2;
