-- $1 token_digests bytea[]  $2 hashes text[]  $3 traceparents text[]  $4 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3) WITH ORDINALITY AS t (token_digest, hash, traceparent, n)
),
-- the person's row decides between two links of one person that are used at once
open AS (
    SELECT a.*, r.id, r.person_id
    FROM asked a
    JOIN accounts.resets r ON r.token_digest = a.token_digest
    JOIN accounts.passwords w ON w.person_id = r.person_id
    WHERE r.used_at IS NULL AND r.expires_at > $4
    ORDER BY r.person_id
    FOR UPDATE OF w, r
),
-- this link, and every other that is still open for the same person
used AS (
    UPDATE accounts.resets r SET used_at = $4 FROM open o WHERE r.person_id = o.person_id AND r.used_at IS NULL
),
changed AS (
    UPDATE accounts.passwords w SET hash = o.hash, changed_at = $4 FROM open o WHERE w.person_id = o.person_id
),
ended AS (
    DELETE FROM accounts.sessions s USING open o WHERE s.person_id = o.person_id RETURNING s.id, s.person_id, o.traceparent
),
logged AS (
    INSERT INTO events.log (type, actor_id, subject_id, traceparent)
    SELECT 'password.changed', person_id, person_id, traceparent FROM open
    UNION ALL
    SELECT 'session.revoked', person_id, id, traceparent FROM ended
)
SELECT n, 'changed' AS outcome FROM open
UNION ALL
SELECT a.n, 'link_used' FROM asked a WHERE a.n NOT IN (SELECT n FROM open);
