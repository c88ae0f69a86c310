-- $1 person uuid
-- Reads the whole log: it has no index for what is asked once in a person's life.
SELECT jsonb_build_object('type', type, 'subject_id', subject_id, 'at', at)::text
FROM events.log WHERE actor_id = $1 OR subject_id = $1
ORDER BY tx, seq;
