-- $1 organization_ids uuid[]  $2 keys text[]  $3 payloads jsonb[]  $4 due timestamptz[]  $5 traceparents text[]
INSERT INTO events.jobs (kind, organization_id, key, payload, due_at, traceparent)
SELECT 'visits.reminder', * FROM unnest($1, $2, $3, $4, $5)
ON CONFLICT (kind, key) DO NOTHING;
