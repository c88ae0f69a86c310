-- $1 organization uuid  $2 conversation uuid  $3 before_time timestamptz  $4 before_id uuid  $5 limit int
SELECT id, conversation_id, message_id, status, version, body, sentences::text, offers::text, intent, category, sentiment, urgency, rank,
       confidence, threshold, verdicts::text, reason, created_at, reviewed_by, reviewed_at, review_reason
FROM support.drafts
WHERE organization_id = $1 AND conversation_id = $2 AND (created_at, id) < ($3, $4)
ORDER BY created_at DESC, id DESC
LIMIT $5;
