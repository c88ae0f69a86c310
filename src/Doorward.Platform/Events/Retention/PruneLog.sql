-- $1 keep interval
-- Up to the newest seal that is old enough, that every subscriber has passed, and that no job still speaks of. Whole seals only, so that
-- the chain says for each whether its rows are all there or all gone.
WITH bound AS (
    SELECT s.last_tx AS tx, s.last_seq AS seq
    FROM events.seals s
    WHERE s.sealed_at < now() - $1
      AND NOT EXISTS (SELECT FROM events.cursors c WHERE (c.tx, c.seq) < (s.last_tx, s.last_seq))
      AND NOT EXISTS (SELECT FROM events.jobs j WHERE (j.event_tx, j.event_seq) <= (s.last_tx, s.last_seq))
    ORDER BY s.number DESC
    LIMIT 1
),
noted AS (
    UPDATE events.pruned p SET tx = b.tx, seq = b.seq FROM bound b WHERE (p.tx, p.seq) < (b.tx, b.seq)
)
DELETE FROM events.log l USING bound b WHERE (l.tx, l.seq) <= (b.tx, b.seq);
