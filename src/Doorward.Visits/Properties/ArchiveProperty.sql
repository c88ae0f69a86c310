-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]  $5 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (id, organization_id, person_id, traceparent, n)
),
-- who left the agency since their token was checked does nothing more
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
found AS (
    SELECT a.*
    FROM staff a
    JOIN visits.properties p ON p.organization_id = a.organization_id AND p.id = a.id
    WHERE p.archived_at IS NULL
    ORDER BY p.id
    FOR UPDATE OF p
),
archived AS (
    UPDATE visits.properties p SET archived_at = $5
    FROM found f WHERE p.organization_id = f.organization_id AND p.id = f.id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'property.archived', organization_id, person_id, id, jsonb_build_object('archived_at', NULL), jsonb_build_object('archived_at', $5), traceparent
    FROM found
)
SELECT n, 'archived' AS outcome FROM found
UNION ALL
SELECT a.n, 
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN p.id IS NULL THEN 'no_such_property'
           ELSE 'archived'
       END
FROM asked a
LEFT JOIN visits.properties p ON p.organization_id = a.organization_id AND p.id = a.id
WHERE a.n NOT IN (SELECT n FROM found);
