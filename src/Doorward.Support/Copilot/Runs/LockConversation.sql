-- $1 organization uuid  $2 conversation uuid  $3 number int
-- A message or a reply that is being written waits here, or we wait for it: what the next statement finds is the last word.
SELECT c.messages = $3 AND c.status <> 'CLOSED' AS waits FROM support.conversations c WHERE c.organization_id = $1 AND c.id = $2 FOR NO KEY UPDATE;
