-- $1 organization uuid  $2 conversation uuid  $3 forward boolean  $4 behind int; the number of the last one seen, or null  $5 limit int
(SELECT id, conversation_id, number, author, person_id, body, draft_id, created_at
 FROM support.messages
 WHERE organization_id = $1 AND conversation_id = $2 AND $3 AND number > coalesce($4::int, 0)
 ORDER BY number
 LIMIT $5)
UNION ALL
(SELECT id, conversation_id, number, author, person_id, body, draft_id, created_at
 FROM support.messages
 WHERE organization_id = $1 AND conversation_id = $2 AND NOT $3 AND number < coalesce($4::int, 2147483647)
 ORDER BY number DESC
 LIMIT $5);
