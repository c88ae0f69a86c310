-- $1 subscriber text  $2 node uuid  $3 lease interval
INSERT INTO events.cursors AS c (subscriber, holder, lease_until)
VALUES ($1, $2, clock_timestamp() + $3)
ON CONFLICT (subscriber) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
WHERE c.holder IS NULL OR c.holder = excluded.holder OR c.lease_until < clock_timestamp()
RETURNING tx, seq;
