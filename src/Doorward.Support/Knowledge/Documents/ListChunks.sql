-- $1 organization uuid  $2 document uuid  $3 version int
SELECT number, heading, start_at, end_at, text
FROM support.chunks
WHERE organization_id = $1 AND document_id = $2 AND version = $3
ORDER BY number;
