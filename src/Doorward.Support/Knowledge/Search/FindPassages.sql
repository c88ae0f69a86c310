-- $1 organizations uuid[]  $2 lexemes text[]; those of a question in lines  $3 guesses text[]; in lines  $4 digests text[]; hex, in lines  $5 internals boolean[]
-- $6 limit int
-- For each question three lists of candidates, to be fused: by the words as they were written, by what mistyped words were taken for, and those whose
-- embeddings are near. With each come its lexemes and where they stand, so that it can be weighed without
-- being parsed again.
WITH asked AS (
    SELECT n::int, organization_id, internal, support.any_of(string_to_array(lexemes, E'\n')) AS query, support.any_of(string_to_array(guesses, E'\n')) AS guess,
           string_to_array(digests, E'\n') AS digests
    FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (organization_id, lexemes, guesses, digests, internal, n)
),
found AS (
    SELECT a.n, l.list, best.document_id, best.version, best.number,
           row_number() OVER (PARTITION BY a.n, l.list ORDER BY best.rank DESC, best.document_id, best.number) AS place
    FROM asked a
    CROSS JOIN LATERAL (VALUES ('written', a.query), ('guessed', a.guess)) AS l (list, query)
    CROSS JOIN LATERAL (
        SELECT c.document_id, c.version, c.number, ts_rank('{0.1, 0.2, 0.4, 1.0}', c.search, l.query, 1) AS rank
        FROM support.chunks c
        WHERE c.is_current AND c.organization_id = a.organization_id AND c.search @@ l.query AND (c.audience = 'public' OR a.internal)
        ORDER BY rank DESC, c.document_id, c.number
        LIMIT $6
    ) best
    UNION ALL
    SELECT a.n, 'near', c.document_id, c.version, c.number, d.place
    FROM asked a
    CROSS JOIN LATERAL unnest(a.digests) WITH ORDINALITY AS d (digest, place)
    JOIN support.chunks c ON c.is_current AND c.organization_id = a.organization_id AND c.digest = decode(d.digest, 'hex') AND (c.audience = 'public' OR a.internal)
),
candidates AS (
    SELECT n, document_id, version, number, (min(place) FILTER (WHERE list = 'written'))::int AS written, (min(place) FILTER (WHERE list = 'guessed'))::int AS guessed,
           (min(place) FILTER (WHERE list = 'near'))::int AS near
    FROM found
    GROUP BY 1, 2, 3, 4
)
SELECT c.document_id, c.version, c.title, c.heading, c.text, c.start_at, c.end_at, c.language, v.valid_until, k.written, k.guessed, k.near, c.search, k.n
FROM candidates k
JOIN asked a ON a.n = k.n
JOIN support.chunks c ON c.organization_id = a.organization_id AND c.document_id = k.document_id AND c.version = k.version AND c.number = k.number
JOIN support.document_versions v ON v.organization_id = a.organization_id AND v.document_id = k.document_id AND v.version = k.version;
