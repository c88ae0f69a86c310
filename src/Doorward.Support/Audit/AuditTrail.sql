-- $1 organization uuid  $2 before_tx xid8  $3 before_seq bigint  $4 limit int
SELECT tx, seq, id, type, actor_id, subject_id, before::text, after::text, at
FROM events.log
WHERE organization_id = $1 AND (tx, seq) < ($2, $3)
ORDER BY tx DESC, seq DESC
LIMIT $4;
