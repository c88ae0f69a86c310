-- $1 organization uuid  $2 conversation uuid  $3 after_id uuid  $4 limit int
SELECT id, conversation_id, author_id, body, created_at
FROM support.notes
WHERE organization_id = $1 AND conversation_id = $2 AND id > $3
ORDER BY id
LIMIT $4;
