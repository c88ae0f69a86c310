-- $1 token_digest bytea  $2 now timestamptz  $3 person uuid; who is signed in, or null
SELECT o.name, i.email, i.role, EXISTS (SELECT FROM accounts.passwords w WHERE w.address = lower(i.email)) AS has_account,
       (SELECT p.name FROM accounts.people p WHERE p.id = $3) AS signed_in_as
FROM accounts.invitations i JOIN accounts.organizations o ON o.id = i.organization_id
WHERE i.token_digest = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2;
