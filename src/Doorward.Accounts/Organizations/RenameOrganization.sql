-- $1 organization_ids uuid[]  $2 person_ids uuid[]  $3 names text[]  $4 traceparents text[]
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (organization_id, person_id, name, traceparent, n)
),
-- the owner may have been deposed since the token was checked
found AS (
    SELECT a.*, o.slug, o.name AS old_name, o.created_at
    FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.role = 'owner' AND m.left_at IS NULL
    JOIN accounts.organizations o ON o.id = a.organization_id
    ORDER BY o.id
    FOR NO KEY UPDATE OF o
),
renamed AS (
    UPDATE accounts.organizations o SET name = f.name FROM found f WHERE o.id = f.organization_id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'organization.renamed', organization_id, person_id, organization_id, jsonb_build_object('name', old_name),
           jsonb_build_object('name', name), traceparent
    FROM found WHERE name <> old_name
)
SELECT n, 'renamed' AS outcome, organization_id, slug, name, created_at FROM found
UNION ALL
SELECT a.n, 'owners_only', NULL, NULL, NULL, NULL FROM asked a WHERE a.n NOT IN (SELECT n FROM found);
