-- $1 organization uuid  $2 person uuid  $3 collection text  $4 withdraws_missing boolean  $5 now timestamptz  $6 traceparent text
-- $7 paths text[]  $8 titles text[]  $9 audiences text[]  $10 languages text[]  $11 valid_until date[]  $12 texts text[]  $13 hashes bytea[]  $14 ids uuid[]
-- $15 owners int[]  $16 numbers int[]  $17 headings text[]  $18 starts int[]  $19 ends int[]  $20 passages text[]  $21 digests bytea[]
-- One import, whatever it holds. A passage's owner is the place of its document in $7. The person is null for the machine's own command line.
WITH staff AS (
    SELECT WHERE $2 IS NULL
    UNION ALL
    SELECT FROM accounts.members WHERE organization_id = $1 AND person_id = $2 AND left_at IS NULL AND role IN ('owner', 'agent')
),
given AS (
    SELECT *
    FROM unnest($7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY AS t (path, title, audience, language, valid_until, text, hash, new_id, n)
    WHERE EXISTS (SELECT FROM staff)
),
known AS (
    SELECT g.*, d.id, d.version, d.withdrawn_at, v.content_hash
    FROM given g
    LEFT JOIN support.documents d ON d.organization_id = $1 AND d.collection = $3 AND d.path = g.path
    LEFT JOIN support.document_versions v ON v.organization_id = $1 AND v.document_id = d.id AND v.version = d.version
),
changed AS (
    SELECT *, coalesce(id, new_id) AS document_id, coalesce(version, 0) + 1 AS next_version FROM known WHERE content_hash IS DISTINCT FROM hash
),
-- as it was when it was withdrawn
back AS (SELECT * FROM known WHERE content_hash = hash AND withdrawn_at IS NOT NULL),
missing AS (
    SELECT d.id, d.version, d.path
    FROM support.documents d
    WHERE $4 AND d.organization_id = $1 AND d.collection = $3 AND d.withdrawn_at IS NULL
      AND d.path <> ALL ($7) AND EXISTS (SELECT FROM staff)
),
created AS (
    INSERT INTO support.documents (organization_id, id, collection, path, version, created_at)
    SELECT $1, document_id, $3, path, next_version, $5 FROM changed WHERE id IS NULL
),
moved_on AS (
    UPDATE support.documents d SET version = c.next_version, withdrawn_at = NULL
    FROM changed c WHERE d.organization_id = $1 AND d.id = c.id
),
came_back AS (
    UPDATE support.documents d SET withdrawn_at = NULL FROM back b WHERE d.organization_id = $1 AND d.id = b.id
),
withdrawn AS (
    UPDATE support.documents d SET withdrawn_at = $5 FROM missing m WHERE d.organization_id = $1 AND d.id = m.id
),
versions AS (
    INSERT INTO support.document_versions
        (organization_id, document_id, version, title, audience, language, valid_until, text, content_hash, imported_by, imported_at)
    SELECT $1, document_id, next_version, title, audience, language, valid_until, text, hash, $2, $5 FROM changed
),
ended AS (
    UPDATE support.chunks c SET is_current = false
    FROM (SELECT id, version FROM changed WHERE withdrawn_at IS NULL UNION ALL SELECT id, version FROM missing) old
    WHERE c.organization_id = $1 AND c.document_id = old.id AND c.version = old.version
    RETURNING c.search
),
resumed AS (
    UPDATE support.chunks c SET is_current = true
    FROM back b WHERE c.organization_id = $1 AND c.document_id = b.id AND c.version = b.version
    RETURNING c.search
),
begun AS (
    INSERT INTO support.chunks
        (organization_id, document_id, version, number, title, audience, language, heading, start_at, end_at, text, digest, is_current)
    SELECT $1, c.document_id, c.next_version, p.number, c.title, c.audience, c.language, p.heading, p.start_at, p.end_at, p.text, p.digest, true
    FROM unnest($15, $16, $17, $18, $19, $20, $21) AS p (owner, number, heading, start_at, end_at, text, digest)
    JOIN changed c ON c.n = p.owner
    RETURNING search
),
differences AS (
    SELECT u.lexeme AS word, sum(d.by)::int AS by
    FROM (SELECT search, 1 AS by FROM begun UNION ALL SELECT search, 1 FROM resumed UNION ALL SELECT search, -1 FROM ended) d
    CROSS JOIN LATERAL unnest(d.search) u
    GROUP BY u.lexeme
),
-- what fewer passages say was said before, so it has a row; two statements, because a constraint looks at a row before ON CONFLICT does
counted AS (
    UPDATE support.words w SET chunks = w.chunks + d.by
    FROM differences d WHERE w.organization_id = $1 AND w.word = d.word AND d.by <> 0
),
learnt AS (
    INSERT INTO support.words (organization_id, word, chunks)
    SELECT $1, d.word, d.by FROM differences d
    WHERE NOT EXISTS (SELECT FROM support.words w WHERE w.organization_id = $1 AND w.word = d.word)
    ORDER BY d.word
),
difference AS (
    SELECT (SELECT count(*) FROM begun)::int + (SELECT count(*) FROM resumed)::int - (SELECT count(*) FROM ended)::int AS by
    WHERE EXISTS (SELECT FROM changed) OR EXISTS (SELECT FROM back) OR EXISTS (SELECT FROM missing)
),
revised AS (
    UPDATE support.knowledge k SET revision = k.revision + 1, chunks = k.chunks + d.by FROM difference d WHERE k.organization_id = $1
),
first_of_all AS (
    INSERT INTO support.knowledge (organization_id, revision, chunks)
    SELECT $1, 1, by FROM difference WHERE NOT EXISTS (SELECT FROM support.knowledge WHERE organization_id = $1)
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'document.imported', $1, $2, document_id, CASE WHEN id IS NOT NULL THEN jsonb_build_object('version', version) END,
           jsonb_build_object('version', next_version, 'audience', audience, 'language', language, 'valid_until', valid_until), $6
    FROM changed
    UNION ALL
    SELECT 'document.imported', $1, $2, id, jsonb_build_object('version', version),
           jsonb_build_object('version', version, 'audience', audience, 'language', language, 'valid_until', valid_until), $6
    FROM back
    UNION ALL
    SELECT 'document.withdrawn', $1, $2, id, jsonb_build_object('version', version), jsonb_build_object('withdrawn_at', $5), $6 FROM missing
)
SELECT path, 'imported' AS outcome, document_id AS id, next_version AS version FROM changed
UNION ALL SELECT path, 'restored', id, version FROM back
UNION ALL SELECT path, 'unchanged', id, version FROM known WHERE content_hash = hash AND withdrawn_at IS NULL
UNION ALL SELECT path, 'withdrawn', id, version FROM missing
UNION ALL SELECT '', 'no_longer_staff', NULL, NULL WHERE NOT EXISTS (SELECT FROM staff)
ORDER BY path;
