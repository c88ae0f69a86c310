-- $1 token_digests bytea[]  $2 issuers text[]  $3 subjects text[]  $4 new_person_ids uuid[]  $5 names text[]  $6 traceparents text[]  $7 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY
        AS t (token_digest, issuer, subject, new_person_id, name, traceparent, n)
),
open AS (
    SELECT a.*, i.organization_id, i.id, i.email, i.role, s.person_id AS known_person_id, coalesce(s.person_id, a.new_person_id) AS person_id
    FROM asked a
    JOIN accounts.invitations i ON i.token_digest = a.token_digest
    LEFT JOIN accounts.sign_ins s ON s.issuer = a.issuer AND s.subject = a.subject
    WHERE i.accepted_at IS NULL AND i.expires_at > $7
    ORDER BY i.id
    FOR UPDATE OF i
),
person AS (
    INSERT INTO accounts.people (id, name, email, created_at)
    SELECT person_id, name, email, $7 FROM open WHERE known_person_id IS NULL
),
sign_in AS (
    INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at)
    SELECT issuer, subject, person_id, $7 FROM open WHERE known_person_id IS NULL
),
accepted AS (
    UPDATE accounts.invitations i SET accepted_at = $7, accepted_by = o.person_id
    FROM open o WHERE i.organization_id = o.organization_id AND i.id = o.id
),
-- who was a member before, or left, is one again, as what they were invited to be
joined AS (
    INSERT INTO accounts.members (organization_id, person_id, role, joined_at)
    SELECT organization_id, person_id, role, $7 FROM open
    ON CONFLICT (organization_id, person_id) DO UPDATE SET role = excluded.role, left_at = NULL
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'member.joined', organization_id, person_id, person_id, jsonb_build_object('role', role, 'invitation_id', id), traceparent FROM open
)
SELECT o.n, 'joined' AS outcome, o.organization_id, g.slug, o.person_id, o.role
FROM open o JOIN accounts.organizations g ON g.id = o.organization_id
UNION ALL
SELECT a.n, CASE WHEN i.accepted_at IS NULL AND i.id IS NOT NULL THEN 'invitation_expired' ELSE 'no_such_invitation' END, NULL, NULL, NULL, NULL
FROM asked a
LEFT JOIN accounts.invitations i ON i.token_digest = a.token_digest
WHERE a.n NOT IN (SELECT n FROM open);
