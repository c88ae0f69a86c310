-- $1 person uuid
WITH gone AS (
    DELETE FROM accounts.files WHERE person_id = $1 RETURNING object, organization_id
),
counted AS (
    DELETE FROM accounts.file_usage WHERE person_id = $1
)
-- where they arrived is cleared by each file's own job
INSERT INTO events.jobs (kind, key, organization_id)
SELECT 'file.delete_object', object, organization_id FROM gone WHERE object IS NOT NULL
ON CONFLICT DO NOTHING;
