-- $1 organization uuid  $2 person uuid; null for staff and guests  $3 only_conversation uuid; a guest's, or null  $4 status text; null for any
-- $5 assignee uuid; null for any  $6 tag text; null for any  $7 applicant uuid; null for any  $8 before_time timestamptz  $9 before_id uuid  $10 limit int
SELECT id, customer_ref, person_id, applicant_id, status, assignee_id, snoozed_until, tags, messages, created_at, last_message_at
FROM support.conversations
WHERE organization_id = $1
  AND ($2::uuid IS NULL OR person_id = $2)
  AND ($3::uuid IS NULL OR id = $3)
  AND ($4::text IS NULL OR status = $4)
  AND ($5::uuid IS NULL OR assignee_id = $5)
  AND ($6::text IS NULL OR tags @> ARRAY[$6])
  AND ($7::uuid IS NULL OR applicant_id = $7)
  AND (last_message_at, id) < ($8, $9)
ORDER BY last_message_at DESC, id DESC
LIMIT $10;
