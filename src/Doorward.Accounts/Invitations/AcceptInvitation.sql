-- $1 token_digests bytea[]  $2 issuers text[]  $3 subjects text[]  $4 new_person_ids uuid[]  $5 names text[]
-- $6 password_hashes text[]; null: no password  $7 traceparents text[]  $8 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY
        AS t (token_digest, issuer, subject, new_person_id, name, password_hash, traceparent, n)
),
open AS (
    SELECT a.*, i.organization_id, i.id, i.email, i.role, s.person_id AS known_person_id, coalesce(s.person_id, a.new_person_id) AS person_id
    FROM asked a
    JOIN accounts.invitations i ON i.token_digest = a.token_digest
    LEFT JOIN accounts.sign_ins s ON s.issuer = a.issuer AND s.subject = a.subject
    WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $8
    ORDER BY i.id
    FOR UPDATE OF i
),
person AS (
    INSERT INTO accounts.people (id, name, email, email_verified, created_at)
    SELECT person_id, name, email, password_hash IS NOT NULL, $8 FROM open WHERE known_person_id IS NULL
),
sign_in AS (
    INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at)
    SELECT issuer, subject, person_id, $8 FROM open WHERE known_person_id IS NULL
),
-- by the link that was mailed to the address
password AS (
    INSERT INTO accounts.passwords (person_id, address, hash, changed_at)
    SELECT person_id, lower(email), password_hash, $8 FROM open WHERE known_person_id IS NULL AND password_hash IS NOT NULL
),
accepted AS (
    UPDATE accounts.invitations i SET accepted_at = $8, accepted_by = o.person_id
    FROM open o WHERE i.organization_id = o.organization_id AND i.id = o.id
),
-- who has left is a member again, as what they were invited to be; who is one loses nothing by accepting
joined AS (
    INSERT INTO accounts.members (organization_id, person_id, role, joined_at)
    SELECT organization_id, person_id, role, $8 FROM open
    ON CONFLICT (organization_id, person_id) DO UPDATE SET left_at = NULL,
        role = CASE WHEN members.left_at IS NULL AND members.role = 'owner' THEN 'owner' ELSE excluded.role END
    RETURNING organization_id, person_id, role
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'member.joined', o.organization_id, o.person_id, o.person_id, jsonb_build_object('role', j.role, 'invitation_id', o.id), o.traceparent
    FROM open o JOIN joined j ON j.organization_id = o.organization_id AND j.person_id = o.person_id
    UNION ALL
    SELECT 'person.created', NULL, person_id, person_id, NULL, traceparent FROM open WHERE known_person_id IS NULL
)
SELECT o.n, 'joined' AS outcome, o.organization_id, g.slug, o.person_id, j.role
FROM open o JOIN joined j ON j.organization_id = o.organization_id AND j.person_id = o.person_id JOIN accounts.organizations g ON g.id = o.organization_id
UNION ALL
SELECT a.n, CASE WHEN i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.id IS NOT NULL THEN 'invitation_expired' ELSE 'no_such_invitation' END, NULL, NULL, NULL, NULL
FROM asked a
LEFT JOIN accounts.invitations i ON i.token_digest = a.token_digest
WHERE a.n NOT IN (SELECT n FROM open);
