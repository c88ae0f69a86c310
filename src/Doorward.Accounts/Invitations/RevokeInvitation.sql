-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]  $5 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (id, organization_id, person_id, traceparent, n)
),
by_owners AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id
    WHERE m.role = 'owner' AND m.left_at IS NULL
),
found AS (
    SELECT b.* FROM by_owners b
    JOIN accounts.invitations i ON i.organization_id = b.organization_id AND i.id = b.id
    WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL
    ORDER BY i.id
    FOR UPDATE OF i
),
revoked AS (
    UPDATE accounts.invitations i SET revoked_at = $5
    FROM found f WHERE i.organization_id = f.organization_id AND i.id = f.id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, traceparent)
    SELECT 'invitation.revoked', organization_id, person_id, id, traceparent FROM found
)
SELECT n, 'revoked' AS outcome FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM by_owners) THEN 'owners_only'
           WHEN i.revoked_at IS NOT NULL THEN 'revoked'  -- already: what was asked for is so
           ELSE 'no_such_invitation'
       END
FROM asked a
LEFT JOIN accounts.invitations i ON i.organization_id = a.organization_id AND i.id = a.id
WHERE a.n NOT IN (SELECT n FROM found);
