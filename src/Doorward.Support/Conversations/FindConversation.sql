-- $1 organization uuid  $2 id uuid  $3 person uuid; null for staff and guests  $4 only_conversation uuid; a guest's, or null
SELECT id, customer_ref, person_id, applicant_id, status, assignee_id, snoozed_until, tags, messages, created_at, last_message_at
FROM support.conversations
WHERE organization_id = $1 AND id = $2 AND ($3::uuid IS NULL OR person_id = $3) AND ($4::uuid IS NULL OR id = $4);
