-- $1 job uuid
SELECT l.tx, l.seq, l.id, l.type, l.organization_id, l.actor_id, l.subject_id, l.before::text, l.after::text, l.at, l.traceparent
FROM events.jobs j JOIN events.log l ON l.tx = j.event_tx AND l.seq = j.event_seq
WHERE j.id = $1;
