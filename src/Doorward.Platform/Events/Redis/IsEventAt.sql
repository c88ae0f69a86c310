-- $1 tx xid8  $2 seq bigint  $3 id uuid
SELECT EXISTS (SELECT FROM events.log WHERE tx = $1 AND seq = $2 AND id = $3);
