-- $1 id uuid  $2 traceparent text
WITH lapsed AS (
    DELETE FROM accounts.files WHERE id = $1 AND completed_at IS NULL RETURNING *
),
counted AS (
    UPDATE accounts.file_usage u SET files = u.files - 1, bytes = u.bytes - l.bytes FROM lapsed l WHERE u.person_id = l.person_id
)
INSERT INTO events.log (type, organization_id, subject_id, before, after, traceparent)
SELECT 'file.lapsed', organization_id, id, jsonb_build_object('status', 'pending', 'purpose', purpose), jsonb_build_object('person_id', person_id), $2 FROM lapsed;
