-- $1 organization uuid  $2 ids uuid[]
SELECT id, conversation_id, number, author, person_id, body, draft_id, created_at
FROM support.messages
WHERE organization_id = $1 AND id = ANY ($2);
