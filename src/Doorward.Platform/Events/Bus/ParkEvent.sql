-- $1 tx xid8  $2 seq bigint  $3 kind text  $4 subscriber text  $5 attempts int  $6 reason text
-- The event stays in the log for as long as its dead letter speaks of it.
INSERT INTO events.jobs (kind, key, organization_id, payload, attempts, last_error, dead_at, event_tx, event_seq, traceparent)
SELECT $3, $4 || '/' || l.id, l.organization_id, jsonb_build_object('subscriber', $4), $5, $6, clock_timestamp(), l.tx, l.seq, l.traceparent
FROM events.log l WHERE l.tx = $1 AND l.seq = $2
ON CONFLICT (kind, key) DO NOTHING;
