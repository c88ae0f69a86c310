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
    JOIN accounts.api_keys k ON k.organization_id = b.organization_id AND k.id = b.id
    WHERE k.revoked_at IS NULL
    ORDER BY k.id
    FOR UPDATE OF k
),
revoked AS (
    UPDATE accounts.api_keys k SET revoked_at = $5
    FROM found f WHERE k.organization_id = f.organization_id AND k.id = f.id
),
-- what every statement of staff looks at: a node that has not heard yet does nothing for the key either
left_too AS (
    UPDATE accounts.members m SET left_at = $5
    FROM found f WHERE m.organization_id = f.organization_id AND m.person_id = f.id AND m.kind = 'key'
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, traceparent)
    SELECT 'api_key.revoked', organization_id, person_id, id, traceparent FROM found
)
SELECT n, 'revoked' AS outcome FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM by_owners) THEN 'owners_only'
           WHEN k.id IS NOT NULL THEN 'revoked'  -- already: what was asked for is so
           ELSE 'no_such_api_key'
       END
FROM asked a
LEFT JOIN accounts.api_keys k ON k.organization_id = a.organization_id AND k.id = a.id
WHERE a.n NOT IN (SELECT n FROM found);
