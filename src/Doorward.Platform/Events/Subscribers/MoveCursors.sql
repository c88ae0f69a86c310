-- $1 subscribers text[]  $2 from_txs xid8[]  $3 from_seqs bigint[]  $4 to_txs xid8[]  $5 to_seqs bigint[]  $6 lease interval  $7 node uuid
-- Past rows that do not concern them, of as many subscribers as ask at once. Who lost the lease, or stands elsewhere, is not moved.
UPDATE events.cursors c
SET tx = m.to_tx, seq = m.to_seq, lease_until = clock_timestamp() + $6, last_error = NULL
FROM unnest($1, $2, $3, $4, $5) AS m (subscriber, from_tx, from_seq, to_tx, to_seq)
WHERE c.subscriber = m.subscriber AND c.holder = $7 AND c.tx = m.from_tx AND c.seq = m.from_seq
RETURNING c.subscriber;
