-- $1 organization uuid  $2 lexemes text[]  $3 guesses text[]  $4 digests bytea[]  $5 internal boolean  $6 limit int
-- Three lists of candidates, to be fused: by the words as they were written, by what mistyped words were taken for, and those whose embeddings
-- are near. With each comes where its lexemes stand, so that it can be weighed without being parsed again.
WITH written AS (
    SELECT document_id, version, number,
           row_number() OVER (ORDER BY rank DESC, document_id, number) AS place
    FROM (
        SELECT document_id, version, number, ts_rank('{0.1, 0.2, 0.4, 1.0}', search, (SELECT support.any_of($2)), 1) AS rank
        FROM support.chunks
        WHERE is_current AND organization_id = $1 AND search @@ (SELECT support.any_of($2)) AND (audience = 'public' OR $5)
        ORDER BY rank DESC, document_id, number
        LIMIT $6
    ) best
),
guessed AS (
    SELECT document_id, version, number,
           row_number() OVER (ORDER BY rank DESC, document_id, number) AS place
    FROM (
        SELECT document_id, version, number, ts_rank('{0.1, 0.2, 0.4, 1.0}', search, (SELECT support.any_of($3)), 1) AS rank
        FROM support.chunks
        WHERE is_current AND organization_id = $1 AND search @@ (SELECT support.any_of($3)) AND (audience = 'public' OR $5)
        ORDER BY rank DESC, document_id, number
        LIMIT $6
    ) best
),
near AS (
    SELECT c.document_id, c.version, c.number, d.place
    FROM unnest($4) WITH ORDINALITY AS d (digest, place)
    JOIN support.chunks c ON c.is_current AND c.organization_id = $1 AND c.digest = d.digest AND (c.audience = 'public' OR $5)
),
candidates AS (
    SELECT document_id, version, number FROM written
    UNION SELECT document_id, version, number FROM guessed
    UNION SELECT document_id, version, number FROM near
)
SELECT c.document_id, c.version, c.title, c.heading, c.text, c.start_at, c.end_at, c.language, v.valid_until,
       w.place::int, g.place::int, n.place::int, stands.lexemes, stands.positions, stands.in_heading
FROM candidates k
JOIN support.chunks c ON c.organization_id = $1 AND c.document_id = k.document_id AND c.version = k.version AND c.number = k.number
JOIN support.document_versions v ON v.organization_id = $1 AND v.document_id = k.document_id AND v.version = k.version
LEFT JOIN written w ON w.document_id = k.document_id AND w.version = k.version AND w.number = k.number
LEFT JOIN guessed g ON g.document_id = k.document_id AND g.version = k.version AND g.number = k.number
LEFT JOIN near n ON n.document_id = k.document_id AND n.version = k.version AND n.number = k.number
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(u.lexeme), '{}') AS lexemes, coalesce(array_agg(p.at::int), '{}') AS positions,
           coalesce(array_agg(p.weight = 'A'), '{}') AS in_heading
    FROM unnest(c.search) u
    CROSS JOIN LATERAL unnest(u.positions, u.weights) AS p (at, weight)
    WHERE u.lexeme = ANY ($2 || $3)
) stands;
