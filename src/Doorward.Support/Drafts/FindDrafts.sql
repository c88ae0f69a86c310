-- $1 organization uuid  $2 ids uuid[]
SELECT id, conversation_id, message_id, status, version, body, sentences::text, offers::text, intent, category, sentiment, urgency, rank,
       confidence, threshold, verdicts::text, reason, created_at, reviewed_by, reviewed_at, review_reason
FROM support.drafts
WHERE organization_id = $1 AND id = ANY ($2);
