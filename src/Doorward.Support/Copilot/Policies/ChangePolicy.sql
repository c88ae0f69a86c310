-- $1 organization_ids uuid[]  $2 person_ids uuid[]; null: the operator  $3 policies jsonb[]  $4 seen int[]; null: whatever holds now
-- $5 traceparents text[]  $6 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (organization_id, person_id, policy, seen, traceparent, n)
),
-- the owner may have been deposed since the token was checked
allowed AS (
    SELECT a.*, (SELECT y.version FROM support.policies y WHERE y.organization_id = a.organization_id ORDER BY y.version DESC LIMIT 1) AS newest
    FROM asked a
    WHERE a.person_id IS NULL
       OR (SELECT m.role FROM accounts.members m
           WHERE m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL LIMIT 1) = 'owner'
),
-- two at once make the same version, which the primary key lets only one of them have
changed AS (
    INSERT INTO support.policies (organization_id, version, policy, changed_by, changed_at)
    SELECT organization_id, coalesce(newest, 0) + 1, policy, person_id, $6 FROM allowed WHERE seen IS NULL OR seen = coalesce(newest, 0)
    RETURNING organization_id, version, policy, changed_by, changed_at
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'copilot_policy.changed', c.organization_id, c.changed_by, c.organization_id, jsonb_build_object('version', c.version - 1),
           jsonb_build_object('version', c.version), a.traceparent
    FROM changed c JOIN asked a ON a.organization_id = c.organization_id
)
SELECT a.n,
       CASE WHEN c.version IS NOT NULL THEN 'changed' WHEN l.n IS NULL THEN 'owners_only' ELSE 'policy_changed_meanwhile' END AS outcome,
       c.version, c.policy::text, c.changed_by, c.changed_at
FROM asked a
LEFT JOIN allowed l ON l.n = a.n
LEFT JOIN changed c ON c.organization_id = a.organization_id;
