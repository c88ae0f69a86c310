-- $1 after tx xid8  $2 after seq bigint  $3 limit int
-- Below the oldest transaction still running nothing can appear any more: up to there the order is final.
SELECT tx, seq, id, type, organization_id, actor_id, subject_id, before::text, after::text, at, traceparent
FROM events.log
WHERE (tx, seq) > ($1, $2) AND tx < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY tx, seq
LIMIT $3;
