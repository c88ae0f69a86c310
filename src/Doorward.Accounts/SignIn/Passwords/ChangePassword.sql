-- $1 person_ids uuid[]  $2 old_hashes text[]  $3 hashes text[]  $4 session_ids uuid[]  $5 traceparents text[]  $6 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (person_id, old_hash, hash, session_id, traceparent, n)
),
-- the one that was checked, not one that was set meanwhile
known AS (
    SELECT a.* FROM asked a
    JOIN accounts.passwords w ON w.person_id = a.person_id
    WHERE w.hash = a.old_hash
    ORDER BY w.person_id
    FOR UPDATE OF w
),
changed AS (
    UPDATE accounts.passwords w SET hash = k.hash, changed_at = $6 FROM known k WHERE w.person_id = k.person_id
),
ended AS (
    DELETE FROM accounts.sessions s USING known k WHERE s.person_id = k.person_id AND s.id <> k.session_id RETURNING s.id, s.person_id, k.traceparent
),
kept AS (
    UPDATE accounts.sessions s SET rotated_at = '-infinity' FROM known k WHERE s.id = k.session_id AND s.person_id = k.person_id
),
resets_gone AS (
    UPDATE accounts.resets r SET used_at = $6 FROM known k WHERE r.person_id = k.person_id AND r.used_at IS NULL
),
logged AS (
    INSERT INTO events.log (type, actor_id, subject_id, traceparent)
    SELECT 'password.changed', person_id, person_id, traceparent FROM known
    UNION ALL
    SELECT 'session.revoked', person_id, id, traceparent FROM ended
)
SELECT n, 'changed' AS outcome FROM known
UNION ALL
SELECT a.n, 'password_wrong' FROM asked a WHERE a.n NOT IN (SELECT n FROM known);
