-- $1 subscriber text  $2 node uuid  $3 lease interval  $4 from tx xid8  $5 from seq bigint  $6 to tx xid8  $7 to seq bigint
-- Who lost the lease, or stands elsewhere, changes nothing.
WITH moved AS (
    UPDATE events.cursors SET tx = $6, seq = $7, lease_until = clock_timestamp() + $3, last_error = NULL
    WHERE subscriber = $1 AND holder = $2 AND tx = $4 AND seq = $5
    RETURNING subscriber
),
passed AS (
    DELETE FROM events.handled h USING moved m WHERE h.subscriber = m.subscriber AND (h.tx, h.seq) <= ($6, $7)
)
SELECT count(*) FROM moved;
