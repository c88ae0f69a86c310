-- $1 event_ids text[]  $2 organization_ids uuid[]  $3 states jsonb[]  $4 traceparents text[]
INSERT INTO events.jobs (kind, organization_id, key, payload, due_at, traceparent)
SELECT 'conversation.wake', s.organization_id, s.event_id, jsonb_build_object('conversation_id', s.state->'conversation_id'),
       (s.state->>'snoozed_until')::timestamptz, s.traceparent
FROM unnest($1, $2, $3, $4) AS s (event_id, organization_id, state, traceparent)
ON CONFLICT (kind, key) DO NOTHING;
