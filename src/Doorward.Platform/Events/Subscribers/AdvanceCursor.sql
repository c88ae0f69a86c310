-- $1 tx xid8  $2 seq bigint  $3 lease interval  $4 subscriber text  $5 node uuid  $6 from tx xid8  $7 from seq bigint
-- Who lost the lease, or stands elsewhere, changes nothing; its effects are rolled back with it.
UPDATE events.cursors
SET tx = $1, seq = $2, lease_until = clock_timestamp() + $3, last_error = NULL
WHERE subscriber = $4 AND holder = $5 AND tx = $6 AND seq = $7;
