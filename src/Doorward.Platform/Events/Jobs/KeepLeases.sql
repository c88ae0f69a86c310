-- $1 lease interval  $2 ids uuid[]  $3 attempts int[]  $4 node uuid
-- A job that is just ending is passed over: the statement that ends several, and this one, would wait for each other.
UPDATE events.jobs j SET lease_until = clock_timestamp() + $1
FROM (
    SELECT k.id FROM events.jobs k JOIN unnest($2, $3) AS mine (id, attempts) ON k.id = mine.id AND k.attempts = mine.attempts
    WHERE k.holder = $4
    FOR UPDATE OF k SKIP LOCKED
) running
WHERE j.id = running.id;
