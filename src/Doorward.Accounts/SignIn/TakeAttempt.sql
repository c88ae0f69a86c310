-- $1 keys bytea[]  $2 free int[]  $3 now timestamptz  $4 address text; in lower case  $5 traceparent text
-- How many of the keys may try now, and until when the others must wait. The row that is updated is the newest, whatever our snapshot: of many
-- attempts at once those past the free ones find the lock that the last free one has set.
WITH asked AS (
    SELECT key, free FROM unnest($1, $2) AS t (key, free)
),
locked AS (
    SELECT max(t.locked_until) AS until FROM accounts.sign_in_attempts t WHERE t.key IN (SELECT key FROM asked) AND t.locked_until > $3
),
counted AS (
    INSERT INTO accounts.sign_in_attempts AS t (key, count, last_at)
    SELECT a.key, 1, $3 FROM asked a WHERE (SELECT until FROM locked) IS NULL ORDER BY a.key
    ON CONFLICT (key) DO UPDATE
    SET count = CASE WHEN t.last_at < $3 - interval '1 day' THEN 1 ELSE t.count + 1 END,
        last_at = $3,
        -- half a minute after the last free one, twice as long after each further one, a quarter of an hour at the most
        locked_until = CASE WHEN t.last_at >= $3 - interval '1 day' AND t.count + 1 >= (SELECT a.free FROM asked a WHERE a.key = t.key)
            THEN $3 + least(interval '30 seconds' * power(2, least(t.count + 1 - (SELECT a.free FROM asked a WHERE a.key = t.key), 10)), interval '15 minutes') END
    WHERE t.locked_until IS NULL OR t.locked_until <= $3
    RETURNING t.key, t.count
),
-- that somebody may try no more for a while, where there is such an account; the log holds nobody's address
logged AS (
    INSERT INTO events.log (type, actor_id, subject_id, traceparent)
    SELECT 'person.locked_out', NULL, w.person_id, $5 FROM accounts.passwords w
    WHERE w.address = $4 AND EXISTS (SELECT FROM counted c WHERE c.key = $1[1] AND c.count = $2[1])
),
-- nothing that is over is kept; whoever is here tidies up a little
old AS (
    DELETE FROM accounts.sign_in_attempts
    WHERE key IN (SELECT o.key FROM accounts.sign_in_attempts o WHERE o.last_at < $3 - interval '2 days' ORDER BY o.last_at LIMIT 20 FOR UPDATE SKIP LOCKED)
)
SELECT (SELECT count(*) FROM counted) AS free, (SELECT until FROM locked) AS until;
