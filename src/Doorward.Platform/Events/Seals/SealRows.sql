-- $1 first tx xid8  $2 first seq bigint  $3 last tx xid8  $4 last seq bigint
WITH previous AS (
    SELECT number, hash FROM events.seals ORDER BY number DESC LIMIT 1
),
covered AS (
    SELECT string_agg(events.digest(l), ''::bytea ORDER BY l.tx, l.seq) AS digests
    FROM events.log l WHERE (l.tx, l.seq) >= ($1, $2) AND (l.tx, l.seq) <= ($3, $4)
)
INSERT INTO events.seals (number, first_tx, first_seq, last_tx, last_seq, digests, hash)
SELECT coalesce((SELECT number FROM previous), 0) + 1, $1, $2, $3, $4, digests,
       sha256(coalesce((SELECT hash FROM previous), ''::bytea) || digests)
FROM covered;
