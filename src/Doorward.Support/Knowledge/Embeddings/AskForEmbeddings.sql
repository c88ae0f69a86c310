-- $1 organization uuid  $2 key text  $3 traceparent text
-- With the revision moved on, every node reads what was made since.
WITH moved AS (
    UPDATE support.knowledge SET revision = revision + 1 WHERE organization_id = $1
)
INSERT INTO events.jobs (kind, key, organization_id, traceparent)
VALUES ('knowledge.embed', $2, $1, $3)
ON CONFLICT (kind, key) DO NOTHING;
