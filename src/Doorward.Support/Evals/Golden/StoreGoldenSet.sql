-- $1 organization_ids uuid[]  $2 person_ids uuid[]  $3 names text[]  $4 texts text[]  $5 cases int[]  $6 digests bytea[]  $7 traceparents text[]  $8 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) WITH ORDINALITY AS t (organization_id, person_id, name, text, cases, digest, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
before AS (
    SELECT s.organization_id, s.name, s.cases, s.digest FROM support.golden_sets s
    JOIN staff a ON a.organization_id = s.organization_id AND a.name = s.name
    ORDER BY s.organization_id, s.name FOR UPDATE OF s
),
stored AS (
    INSERT INTO support.golden_sets AS s (organization_id, name, text, cases, digest, stored_by, stored_at)
    SELECT organization_id, name, text, cases, digest, person_id, $8 FROM staff
    ON CONFLICT (organization_id, name) DO UPDATE
    SET text = excluded.text, cases = excluded.cases, digest = excluded.digest, stored_by = excluded.stored_by, stored_at = excluded.stored_at
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'golden_set.stored', a.organization_id, a.person_id, a.organization_id,
           CASE WHEN b.name IS NOT NULL THEN jsonb_build_object('cases', b.cases, 'digest', encode(b.digest, 'hex')) END,
           jsonb_build_object('golden_set', a.name, 'cases', a.cases, 'digest', encode(a.digest, 'hex')), a.traceparent
    FROM staff a LEFT JOIN before b ON b.organization_id = a.organization_id AND b.name = a.name
)
SELECT a.n, CASE WHEN s.n IS NULL THEN 'no_longer_staff' ELSE 'stored' END AS outcome, $8 AS stored_at
FROM asked a LEFT JOIN staff s ON s.n = a.n;
