-- $1 message_ids uuid[]  $2 organization_ids uuid[]  $3 states jsonb[]  $4 traceparents text[]
INSERT INTO events.jobs (kind, organization_id, key, traceparent)
SELECT 'copilot.draft', m.organization_id, m.message_id::text, m.traceparent
FROM unnest($1, $2, $3, $4) AS m (message_id, organization_id, state, traceparent)
WHERE m.state->>'author' = 'CUSTOMER'
ON CONFLICT (kind, key) DO NOTHING;
