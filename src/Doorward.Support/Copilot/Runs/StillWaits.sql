-- $1 organization uuid  $2 conversation uuid  $3 number int
SELECT c.messages = $3 AND c.status <> 'CLOSED' AS waits FROM support.conversations c WHERE c.organization_id = $1 AND c.id = $2;
