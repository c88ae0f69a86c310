-- $1 kinds text[]  $2 leases interval[]  $3 limits int[]  $4 node uuid
-- A row for each kind that was asked for, then one for each job that it got. A job whose lease has lapsed belongs to a node that died with it: it is as
-- free as one that was never claimed.
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3) WITH ORDINALITY AS t (kind, lease, most, n)
),
free AS (
    SELECT a.n, j.id FROM asked a
    CROSS JOIN LATERAL (
        SELECT id FROM events.jobs
        WHERE kind = a.kind AND dead_at IS NULL AND due_at <= now()
          AND (lease_until IS NULL OR lease_until < clock_timestamp())
        ORDER BY due_at, id
        LIMIT a.most
        FOR UPDATE SKIP LOCKED
    ) j
),
-- An array is looked up job by job; a join with the few that are free would read the whole table, since the planner takes them for many.
claimed AS (
    UPDATE events.jobs j SET holder = $4, lease_until = clock_timestamp() + (SELECT a.lease FROM asked a WHERE a.kind = j.kind LIMIT 1), attempts = attempts + 1
    WHERE j.id = ANY (ARRAY(SELECT id FROM free))
    RETURNING j.id, j.kind, j.key, j.organization_id, j.payload::text AS payload, j.attempts, j.traceparent
)
-- Until the next job of a kind is worth a look; at once where as many were there as were asked for. What is due later is
-- found by the index; what is due already and was not claimed is held by somebody: until their lease lapses, or, where it was given up between our two
-- looks, from this moment.
SELECT a.n, CASE WHEN (SELECT count(*) FROM free f WHERE f.n = a.n) < a.most THEN least(
           (SELECT due_at FROM events.jobs WHERE kind = a.kind AND dead_at IS NULL AND due_at > now() ORDER BY due_at LIMIT 1),
           (SELECT min(coalesce(lease_until, due_at)) FROM events.jobs
            WHERE kind = a.kind AND dead_at IS NULL AND due_at <= now() AND id NOT IN (SELECT id FROM free))
       ) - clock_timestamp() ELSE interval '0' END AS next_due,
       NULL::uuid AS id, NULL AS kind, NULL AS key, NULL::uuid AS organization_id, NULL AS payload, NULL::int AS attempts, NULL AS traceparent
FROM asked a
UNION ALL
SELECT (SELECT f.n FROM free f WHERE f.id = c.id LIMIT 1), NULL, c.id, c.kind, c.key, c.organization_id, c.payload, c.attempts, c.traceparent FROM claimed c;
