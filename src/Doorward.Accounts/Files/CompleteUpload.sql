-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 objects text[]  $5 bytes bigint[]  $6 hashes bytea[]  $7 widths integer[]
-- $8 heights integer[]  $9 traceparents text[]  $10 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
        AS t (id, organization_id, person_id, object, bytes, sha256, width, height, traceparent, n)
),
-- The job that would remove the object must still wait: else the object may be gone already.
found AS (
    SELECT a.*, f.bytes AS announced, j.id AS job_id
    FROM asked a
    JOIN accounts.files f ON f.id = a.id
    JOIN events.jobs j ON j.kind = 'file.delete_object' AND j.key = a.object AND j.holder IS NULL AND j.dead_at IS NULL
    WHERE f.organization_id = a.organization_id AND f.person_id = a.person_id AND f.completed_at IS NULL
    ORDER BY f.id
    FOR UPDATE OF f, j
),
kept AS (
    DELETE FROM events.jobs j USING found f WHERE j.id = f.job_id
),
completed AS (
    UPDATE accounts.files f
    SET object = d.object, bytes = d.bytes, sha256 = d.sha256, width = d.width, height = d.height, completed_at = $10
    FROM found d WHERE f.id = d.id
    RETURNING d.n, f.*, d.traceparent
),
counted AS (
    UPDATE accounts.file_usage u SET bytes = u.bytes - f.announced + f.bytes FROM found f WHERE u.person_id = f.person_id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'file.completed', organization_id, person_id, id, jsonb_build_object('purpose', purpose, 'content_type', content_type, 'bytes', bytes), traceparent
    FROM completed
)
SELECT n, 'completed' AS outcome, id, purpose, name, content_type, bytes, sha256, width, height, completed_at, created_at,
       id, purpose, name, content_type, bytes, sha256, upload, object, upload_until
FROM completed
UNION ALL
SELECT a.n, CASE WHEN f.id IS NULL THEN 'no_such_file' WHEN f.completed_at IS NOT NULL THEN 'completed' ELSE 'upload_lapsed' END,
       f.id, f.purpose, f.name, f.content_type, f.bytes, f.sha256, f.width, f.height, f.completed_at, f.created_at,
       f.id, f.purpose, f.name, f.content_type, f.bytes, f.sha256, f.upload, f.object, f.upload_until
FROM asked a
LEFT JOIN accounts.files f ON f.id = a.id AND f.organization_id = a.organization_id AND f.person_id = a.person_id
WHERE a.n NOT IN (SELECT n FROM completed);
