-- $1 after tx xid8  $2 after seq bigint  $3 limit int  $4 with_states boolean
-- Below the oldest transaction still running nothing can appear any more: up to there the order is final. A last row without an id says that more is
-- committed, and waits for that transaction.
(SELECT tx, seq, id, type, organization_id, actor_id, subject_id, CASE WHEN $4 THEN before::text END, CASE WHEN $4 THEN after::text END, at, traceparent
 FROM events.log
 WHERE (tx, seq) > ($1, $2) AND tx < pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY tx, seq
 LIMIT $3)
UNION ALL
(SELECT tx, seq, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
 FROM events.log
 WHERE (tx, seq) > ($1, $2) AND tx >= pg_snapshot_xmin(pg_current_snapshot())
 ORDER BY tx, seq
 LIMIT 1);
