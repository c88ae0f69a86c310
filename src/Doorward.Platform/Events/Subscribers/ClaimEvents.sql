-- $1 subscriber text  $2 txs xid8[]  $3 seqs bigint[]  $4 ids uuid[]  $5 with_states boolean
-- The cursor is locked so that it cannot pass an event, and forget that it was handled, while somebody whose snapshot is older claims the event once more.
WITH cursor AS (
    SELECT tx, seq FROM events.cursors WHERE subscriber = $1 FOR SHARE
),
claimed AS (
    INSERT INTO events.handled (subscriber, tx, seq)
    SELECT DISTINCT $1, l.tx, l.seq
    FROM unnest($2, $3, $4) AS e (tx, seq, id)
    JOIN events.log l ON l.tx = e.tx AND l.seq = e.seq AND l.id = e.id
    JOIN cursor c ON (l.tx, l.seq) > (c.tx, c.seq)
    ON CONFLICT DO NOTHING
    RETURNING tx, seq
)
SELECT l.tx, l.seq, id, type, organization_id, actor_id, subject_id, CASE WHEN $5 THEN before::text END, CASE WHEN $5 THEN after::text END, at, traceparent
FROM claimed JOIN events.log l USING (tx, seq)
ORDER BY l.tx, l.seq;
