-- $1 message_ids uuid[]  $2 organization_ids uuid[]  $3 states jsonb[]  $4 traceparents text[]  $5 kind text  $6 seconds int
INSERT INTO events.jobs (kind, organization_id, key, traceparent, due_at)
SELECT $5, m.organization_id, m.message_id::text, m.traceparent, clock_timestamp() + make_interval(secs => $6)
FROM unnest($1, $2, $3, $4) AS m (message_id, organization_id, state, traceparent)
WHERE m.state->>'author' = 'CUSTOMER'
ON CONFLICT (kind, key) DO NOTHING;
