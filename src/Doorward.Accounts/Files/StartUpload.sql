-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 purposes text[]  $5 names text[]  $6 content_types text[]  $7 bytes bigint[]
-- $8 hashes bytea[]  $9 uploads text[]  $10 keys text[]  $11 digests bytea[]  $12 traceparents text[]  $13 now timestamptz
-- $14 upload_until timestamptz  $15 lapses_after interval  $16 most_files integer  $17 most_bytes bigint
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY
        AS t (id, organization_id, person_id, purpose, name, content_type, bytes, sha256, upload, key, digest, traceparent, n)
),
fresh AS (
    SELECT a.* FROM asked a
    WHERE a.key IS NULL
       OR (SELECT f.id FROM accounts.files f
           WHERE f.organization_id = a.organization_id AND f.person_id = a.person_id AND f.idempotency_key = a.key LIMIT 1) IS NULL
),
-- the one row of a person is the lock: of two uploads at once the second sees the first, or is carried out again
room AS (
    INSERT INTO accounts.file_usage AS u (person_id, files, bytes)
    SELECT person_id, 1, bytes FROM fresh WHERE bytes <= $17 ORDER BY person_id
    ON CONFLICT (person_id) DO UPDATE SET files = u.files + 1, bytes = u.bytes + excluded.bytes
    WHERE u.files < $16 AND u.bytes + excluded.bytes <= $17
    RETURNING person_id
),
started AS (
    INSERT INTO accounts.files (id, organization_id, person_id, purpose, name, content_type, bytes, sha256, upload, created_at, upload_until,
                                idempotency_key, idempotency_digest)
    SELECT f.id, f.organization_id, f.person_id, f.purpose, f.name, f.content_type, f.bytes, f.sha256, f.upload, $13, $14, f.key, f.digest
    FROM fresh f JOIN room USING (person_id)
    RETURNING *
),
-- what never arrives leaves nothing behind, and what arrived is removed from where it arrived
lapse AS (
    INSERT INTO events.jobs (kind, key, organization_id, payload, due_at, traceparent)
    SELECT 'file.lapse', s.id::text, s.organization_id, jsonb_build_object('upload', s.upload), now() + $15, a.traceparent
    FROM started s JOIN asked a ON a.id = s.id
)
SELECT a.n, 'started' AS outcome, s.id, s.purpose, s.name, s.content_type, s.bytes, s.sha256, s.width, s.height, s.completed_at, s.created_at,
       s.id, s.purpose, s.name, s.content_type, s.bytes, s.sha256, s.upload, s.object, s.upload_until
FROM started s JOIN asked a ON a.id = s.id
UNION ALL
SELECT a.n,
       CASE
           WHEN f.id IS NOT NULL AND f.idempotency_digest = a.digest THEN 'started'
           WHEN f.id IS NOT NULL THEN 'idempotency_key_reused'
           WHEN u.files >= $16 THEN 'too_many_files'
           ELSE 'too_much_stored'
       END,
       f.id, f.purpose, f.name, f.content_type, f.bytes, f.sha256, f.width, f.height, f.completed_at, f.created_at,
       f.id, f.purpose, f.name, f.content_type, f.bytes, f.sha256, f.upload, f.object, f.upload_until
FROM asked a
LEFT JOIN accounts.files f ON f.organization_id = a.organization_id AND f.person_id = a.person_id AND f.idempotency_key = a.key
LEFT JOIN accounts.file_usage u ON u.person_id = a.person_id
WHERE a.id NOT IN (SELECT id FROM started);
