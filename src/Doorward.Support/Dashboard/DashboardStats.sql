-- $1 organization uuid  $2 from timestamptz; the first day's midnight  $3 now timestamptz
WITH drafts AS (
    SELECT status, count(*)::int AS count FROM support.drafts WHERE organization_id = $1 GROUP BY status
),
conversations AS (
    SELECT status, count(*)::int AS count FROM support.conversations WHERE organization_id = $1 GROUP BY status
),
said AS (
    SELECT (created_at AT TIME ZONE 'UTC')::date AS day, author, draft_id IS NOT NULL AS approved, created_at, conversation_id, number
    FROM support.messages WHERE organization_id = $1 AND created_at >= $2
),
days AS (
    SELECT d::date AS day, count(s.day) FILTER (WHERE s.author = 'CUSTOMER')::int AS messages, count(s.day) FILTER (WHERE s.author = 'STAFF')::int AS replies,
           count(s.day) FILTER (WHERE s.approved)::int AS approved
    FROM generate_series(($2 AT TIME ZONE 'UTC')::date, ($3 AT TIME ZONE 'UTC')::date, interval '1 day') d
    LEFT JOIN said s ON s.day = d::date
    GROUP BY 1
),
-- a reply answers the message right before it
waits AS (
    SELECT extract(epoch FROM r.created_at - m.created_at) AS seconds
    FROM said r
    JOIN support.messages m ON m.organization_id = $1 AND m.conversation_id = r.conversation_id AND m.number = r.number - 1 AND m.author = 'CUSTOMER'
    WHERE r.author = 'STAFF'
)
SELECT coalesce((SELECT json_agg(d ORDER BY d.status) FROM drafts d), '[]')::text AS drafts,
       coalesce((SELECT json_agg(c ORDER BY c.status) FROM conversations c), '[]')::text AS conversations,
       (SELECT json_agg(d ORDER BY d.day DESC) FROM days d)::text AS throughput,
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM waits) AS median_seconds,
       (SELECT extract(epoch FROM $3 - min(created_at))::float8 FROM support.drafts
        WHERE organization_id = $1 AND status IN ('SUGGESTED', 'ESCALATED')) AS oldest_seconds;
