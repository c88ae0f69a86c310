-- $1 organization uuid  $2 status text  $3 after_rank smallint; negated  $4 after_time timestamptz  $5 after_id uuid  $6 limit int
SELECT id, conversation_id, message_id, status, version, body, sentences::text, offers::text, intent, category, sentiment, urgency, rank,
       confidence, threshold, verdicts::text, reason, created_at, reviewed_by, reviewed_at, review_reason
FROM support.drafts
WHERE organization_id = $1 AND status = $2 AND ((-rank)::smallint, created_at, id) > ($3, $4, $5)
ORDER BY (-rank)::smallint, created_at, id
LIMIT $6;
