-- $1 kind text  $2 node uuid  $3 lease interval  $4 limit int
-- A job whose lease has lapsed belongs to a node that died with it: it is as free as one that was never claimed.
WITH free AS (
    SELECT id FROM events.jobs
    WHERE kind = $1 AND dead_at IS NULL AND due_at <= now()
      AND (lease_until IS NULL OR lease_until < clock_timestamp())
    ORDER BY due_at, id
    LIMIT $4
    FOR UPDATE SKIP LOCKED
)
UPDATE events.jobs j SET holder = $2, lease_until = clock_timestamp() + $3, attempts = attempts + 1
FROM free WHERE j.id = free.id
RETURNING j.id, j.kind, j.key, j.organization_id, j.payload::text AS payload, j.attempts, j.traceparent;
