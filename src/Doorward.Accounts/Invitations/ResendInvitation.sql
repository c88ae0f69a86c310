-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]  $5 now timestamptz  $6 expires timestamptz  $7 rested timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (id, organization_id, person_id, traceparent, n)
),
by_owners AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id
    WHERE m.role = 'owner' AND m.left_at IS NULL
),
found AS (
    SELECT b.n, b.person_id, b.traceparent, i.organization_id, i.id, i.email, i.role, i.created_at
    FROM by_owners b
    JOIN accounts.invitations i ON i.organization_id = b.organization_id AND i.id = b.id
    WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.sent_at <= $7
    ORDER BY i.id
    FOR UPDATE OF i
),
sent AS (
    UPDATE accounts.invitations i SET sent_at = $5, expires_at = $6
    FROM found f WHERE i.organization_id = f.organization_id AND i.id = f.id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'invitation.resent', organization_id, person_id, id, jsonb_build_object('role', role, 'expires_at', $6), traceparent FROM found
)
SELECT n, 'sent' AS outcome, id, email, role, created_at, $5 AS sent_at, $6 AS expires_at FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM by_owners) THEN 'owners_only'
           WHEN i.id IS NULL THEN 'no_such_invitation'
           ELSE 'invitation_just_sent'
       END,
       NULL, NULL, NULL, NULL, NULL, NULL
FROM asked a
LEFT JOIN accounts.invitations i ON i.organization_id = a.organization_id AND i.id = a.id AND i.accepted_at IS NULL AND i.revoked_at IS NULL
WHERE a.n NOT IN (SELECT n FROM found);
