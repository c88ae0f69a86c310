-- $1 subscriber text  $2 most int
-- Why it waits, and how much waits, counted up to a bound.
SELECT c.last_error, (SELECT count(*) FROM (SELECT FROM events.log l WHERE (l.tx, l.seq) > (c.tx, c.seq) LIMIT $2) waiting)
FROM events.cursors c WHERE c.subscriber = $1;
