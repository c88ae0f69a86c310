-- $1 message_ids uuid[]  $2 organization_ids uuid[]  $3 states jsonb[]  $4 traceparents text[]  $5 kind text  $6 seconds int
-- $7 most int  $8 node uuid  $9 lease interval; so many are the node's own from the beginning, and returned
WITH asked AS (
    SELECT *, CASE WHEN row_number() OVER () <= $7 THEN $8 END AS holder
    FROM unnest($1, $2, $3, $4) AS m (message_id, organization_id, state, traceparent)
    WHERE m.state->>'author' = 'CUSTOMER'
),
made AS (
    INSERT INTO events.jobs (kind, organization_id, key, traceparent, due_at, attempts, holder, lease_until)
    SELECT $5, organization_id, message_id::text, traceparent, clock_timestamp() + make_interval(secs => $6),
           CASE WHEN holder IS NULL THEN 0 ELSE 1 END, holder, CASE WHEN holder IS NOT NULL THEN clock_timestamp() + $9 END
    FROM asked
    ON CONFLICT (kind, key) DO NOTHING
    RETURNING id, kind, key, organization_id, payload::text, attempts, traceparent, holder
)
SELECT id, kind, key, organization_id, payload, attempts, traceparent FROM made WHERE holder IS NOT NULL;
