-- $1 job uuid
SELECT tx, seq, id, type, organization_id, actor_id, subject_id, before::text, after::text, at, traceparent
FROM events.log
WHERE (tx, seq) = (SELECT event_tx, event_seq FROM events.jobs WHERE id = $1);
