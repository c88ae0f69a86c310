-- $1 keys text[]  $2 organizations uuid[]  $3 payloads jsonb[]  $4 traceparents text[]
-- An entry that is delivered again while its job waits is that job.
INSERT INTO events.jobs (kind, organization_id, key, payload, traceparent)
SELECT DISTINCT ON (key) 'copilot.outside', organization_id, key, payload, traceparent
FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (key, organization_id, payload, traceparent, n)
ORDER BY key, n
ON CONFLICT (kind, key) DO NOTHING;
