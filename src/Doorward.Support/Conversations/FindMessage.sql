-- $1 organization uuid  $2 id uuid  $3 person uuid; null for staff and guests  $4 only_conversation uuid; a guest's, or null
SELECT m.id, m.conversation_id, m.number, m.author, m.person_id, m.body, m.draft_id, m.created_at
FROM support.messages m
JOIN support.conversations c ON c.organization_id = m.organization_id AND c.id = m.conversation_id
WHERE m.organization_id = $1 AND m.id = $2 AND ($3::uuid IS NULL OR c.person_id = $3) AND ($4::uuid IS NULL OR c.id = $4);
