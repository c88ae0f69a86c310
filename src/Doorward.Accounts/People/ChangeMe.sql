-- $1 issuers text[]  $2 subjects text[]  $3 new_person_ids uuid[]  $4 names text[]  $5 languages text[]  $6 names_of_tokens text[]
-- $7 verified_emails text[]  $8 photo_urls text[]  $9 traceparents text[]  $10 own_issuer text  $11 now timestamptz; a null keeps what is there
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
        AS t (issuer, subject, new_person_id, name, language, name_of_token, email, photo_url, traceparent, n)
),
known AS (
    SELECT a.n, a.traceparent, p.id, p.created_at, coalesce(a.name, p.name) AS name, coalesce(a.email, p.email) AS email,
           p.email_verified OR a.email IS NOT NULL AS email_verified, coalesce(a.photo_url, p.photo_url) AS photo_url,
           coalesce(a.language, p.language) AS language
    FROM asked a
    JOIN accounts.sign_ins s ON s.issuer = a.issuer AND s.subject = a.subject
    JOIN accounts.people p ON p.id = s.person_id
    WHERE p.erased_at IS NULL
    ORDER BY p.id
    FOR NO KEY UPDATE OF p
),
fresh AS (
    SELECT a.n, a.issuer, a.subject, a.traceparent, a.new_person_id AS id, $11 AS created_at, coalesce(a.name, a.name_of_token) AS name,
           coalesce(a.email, '') AS email, a.email IS NOT NULL AS email_verified, a.photo_url, a.language
    FROM asked a
    WHERE a.n NOT IN (SELECT n FROM known) AND a.issuer <> $10 AND coalesce(a.name, a.name_of_token) IS NOT NULL
),
changed AS (
    UPDATE accounts.people p
    SET name = k.name, email = k.email, email_verified = k.email_verified, photo_url = k.photo_url, language = k.language
    FROM known k WHERE p.id = k.id
),
made AS (
    INSERT INTO accounts.people (id, name, email, email_verified, photo_url, language, created_at)
    SELECT id, name, email, email_verified, photo_url, language, created_at FROM fresh
),
signed_in AS (
    INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at) SELECT issuer, subject, id, created_at FROM fresh
),
-- that it changed, not from what to what: the log holds nobody's name
logged AS (
    INSERT INTO events.log (type, actor_id, subject_id, traceparent)
    SELECT 'person.changed', id, id, traceparent FROM known
    UNION ALL
    SELECT 'person.created', id, id, traceparent FROM fresh
)
SELECT n, 'changed' AS outcome, id, name, email, email_verified, photo_url, language, created_at FROM known
UNION ALL
SELECT n, 'changed', id, name, email, email_verified, photo_url, language, created_at FROM fresh
UNION ALL
SELECT a.n, CASE WHEN a.issuer = $10 THEN 'no_such_person' ELSE 'name_required' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM asked a WHERE a.n NOT IN (SELECT n FROM known) AND a.n NOT IN (SELECT n FROM fresh);
