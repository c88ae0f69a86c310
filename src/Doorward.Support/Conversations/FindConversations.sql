-- $1 organization uuid  $2 ids uuid[]
SELECT id, customer_ref, person_id, applicant_id, status, assignee_id, snoozed_until, tags, messages, created_at, last_message_at
FROM support.conversations
WHERE organization_id = $1 AND id = ANY ($2);
