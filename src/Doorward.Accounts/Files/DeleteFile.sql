-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (id, organization_id, person_id, traceparent, n)
),
found AS (
    SELECT a.*, f.purpose, f.bytes, f.object, f.completed_at
    FROM asked a JOIN accounts.files f ON f.id = a.id
    WHERE f.organization_id = a.organization_id AND f.person_id = a.person_id
    ORDER BY f.id
    FOR UPDATE OF f
),
gone AS (
    DELETE FROM accounts.files f USING found d WHERE f.id = d.id
),
counted AS (
    UPDATE accounts.file_usage u SET files = u.files - 1, bytes = u.bytes - f.bytes FROM found f WHERE u.person_id = f.person_id
),
-- where it arrived is cleared by its own job, when nobody can write there any more
removal AS (
    INSERT INTO events.jobs (kind, key, organization_id, traceparent)
    SELECT 'file.delete_object', object, organization_id, traceparent FROM found WHERE object IS NOT NULL
    ON CONFLICT DO NOTHING
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, traceparent)
    SELECT 'file.deleted', organization_id, person_id, id,
           jsonb_build_object('status', CASE WHEN completed_at IS NULL THEN 'pending' ELSE 'complete' END, 'purpose', purpose), traceparent
    FROM found
)
SELECT a.n, CASE WHEN f.id IS NULL THEN 'no_such_file' ELSE 'deleted' END AS outcome FROM asked a LEFT JOIN found f ON f.n = a.n;
