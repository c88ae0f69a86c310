-- $1 run_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 sets text[]  $5 tiers text[]  $6 traceparents text[]
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS t (run_id, organization_id, person_id, name, tier, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
known AS (
    SELECT a.*, s.cases FROM staff a
    JOIN support.golden_sets s ON s.organization_id = a.organization_id AND s.name = a.name
),
queued AS (
    INSERT INTO events.jobs (kind, key, organization_id, payload, traceparent)
    SELECT 'evals.run', run_id::text, organization_id, jsonb_build_object('set', name, 'tier', tier, 'asked_by', person_id), traceparent FROM known
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'evals.requested', organization_id, person_id, run_id, jsonb_build_object('golden_set', name, 'tier', tier, 'cases', cases), traceparent FROM known
)
SELECT a.n, CASE WHEN k.n IS NOT NULL THEN 'queued' WHEN s.n IS NULL THEN 'no_longer_staff' ELSE 'no_such_golden_set' END AS outcome
FROM asked a LEFT JOIN staff s ON s.n = a.n LEFT JOIN known k ON k.n = a.n;
