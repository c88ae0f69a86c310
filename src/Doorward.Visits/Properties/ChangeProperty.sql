-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 names text[]  $5 addresses text[]  $6 time_zones text[]  $7 parallel boolean[]
-- $8 traceparents text[]; a null keeps what is there
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (id, organization_id, person_id, name, address, time_zone, parallel, traceparent, n)
),
-- who left the agency since their token was checked does nothing more
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
found AS (
    SELECT a.n, a.person_id, a.traceparent, p.organization_id, p.id, p.archived_at, p.created_at,
           p.name AS old_name, p.address AS old_address, p.time_zone AS old_time_zone, p.allows_parallel_viewings AS old_parallel,
           coalesce(a.name, p.name) AS name, coalesce(a.address, p.address) AS address, coalesce(a.time_zone, p.time_zone) AS time_zone,
           coalesce(a.parallel, p.allows_parallel_viewings) AS parallel
    FROM staff a
    JOIN visits.properties p ON p.organization_id = a.organization_id AND p.id = a.id
    WHERE p.archived_at IS NULL
    ORDER BY p.id
    FOR UPDATE OF p
),
changed AS (
    UPDATE visits.properties p
    SET name = f.name, address = f.address, time_zone = f.time_zone, allows_parallel_viewings = f.parallel
    FROM found f WHERE p.organization_id = f.organization_id AND p.id = f.id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'property.changed', organization_id, person_id, id,
           jsonb_build_object('name', old_name, 'address', old_address, 'time_zone', old_time_zone, 'allows_parallel_viewings', old_parallel),
           jsonb_build_object('name', name, 'address', address, 'time_zone', time_zone, 'allows_parallel_viewings', parallel),
           traceparent
    FROM found
    WHERE (name, address, time_zone, parallel) IS DISTINCT FROM (old_name, old_address, old_time_zone, old_parallel)
)
SELECT n, 'changed' AS outcome, id, name, address, time_zone, parallel, archived_at, created_at FROM found
UNION ALL
SELECT a.n, 
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN p.id IS NULL THEN 'no_such_property'
           ELSE 'property_archived'
       END,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM asked a
LEFT JOIN visits.properties p ON p.organization_id = a.organization_id AND p.id = a.id
WHERE a.n NOT IN (SELECT n FROM found);
