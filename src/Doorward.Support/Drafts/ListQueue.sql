-- $1 organization uuid  $2 after_rank smallint; negated  $3 after_time timestamptz  $4 after_id uuid  $5 limit int
SELECT id, conversation_id, message_id, status, version, body, sentences::text, offers::text, intent, category, sentiment, urgency, rank,
       confidence, threshold, verdicts::text, reason, created_at, reviewed_by, reviewed_at, review_reason
FROM support.drafts
WHERE organization_id = $1 AND status IN ('SUGGESTED', 'ESCALATED') AND ((-rank)::smallint, created_at, id) > ($2, $3, $4)
ORDER BY (-rank)::smallint, created_at, id
LIMIT $5;
