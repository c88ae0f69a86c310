-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 names text[]  $5 addresses text[]  $6 time_zones text[]  $7 parallel boolean[]
-- $8 keys text[]  $9 digests bytea[]  $10 traceparents text[]  $11 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
        AS t (id, organization_id, person_id, name, address, time_zone, parallel, key, digest, traceparent, n)
),
-- who left the agency since their token was checked does nothing more
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
fresh AS (
    SELECT a.* FROM staff a
    WHERE a.key IS NULL
       OR (SELECT p.id FROM visits.properties p WHERE p.organization_id = a.organization_id AND p.idempotency_key = a.key LIMIT 1) IS NULL
),
created AS (
    INSERT INTO visits.properties
        (organization_id, id, name, address, time_zone, allows_parallel_viewings, created_at, idempotency_key, idempotency_digest)
    SELECT organization_id, id, name, address, time_zone, parallel, $11, key, digest FROM fresh
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'property.created', organization_id, person_id, id,
           jsonb_build_object('name', name, 'address', address, 'time_zone', time_zone, 'allows_parallel_viewings', parallel), traceparent
    FROM fresh
)
SELECT n, 'created' AS outcome, id, name, address, time_zone, parallel, NULL::timestamptz AS archived_at, $11 AS created_at
FROM fresh
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN r.idempotency_digest = a.digest THEN 'created'
           ELSE 'idempotency_key_reused'
       END,
       r.id, r.name, r.address, r.time_zone, r.allows_parallel_viewings, r.archived_at, r.created_at
FROM asked a
LEFT JOIN visits.properties r ON r.organization_id = a.organization_id AND r.idempotency_key = a.key
WHERE a.n NOT IN (SELECT n FROM fresh);
