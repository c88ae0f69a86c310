-- $1 organizations uuid[]  $2 words text[]
-- For each word of a question, in its organization, the lexemes that the knowledge has for it, and in how many passages each stands. A word that stands nowhere is
-- taken for mistyped: then come the words most like it.
WITH asked AS (
    SELECT organization_id, word, n, support.forms(word) AS forms FROM unnest($1, $2) WITH ORDINALITY AS t (organization_id, word, n)
),
known AS (
    SELECT a.n, w.word AS lexeme, w.chunks
    FROM asked a
    CROSS JOIN LATERAL unnest(a.forms) AS form
    JOIN support.words w ON w.organization_id = a.organization_id AND w.word = form AND w.chunks > 0
),
alike AS (
    SELECT a.n, near.word AS lexeme, near.chunks
    FROM asked a
    CROSS JOIN LATERAL (
        SELECT w.word, w.chunks
        FROM support.words w
        WHERE w.organization_id = a.organization_id AND w.word % unaccent(a.word) AND w.chunks > 0
        ORDER BY w.word <-> unaccent(a.word)
        LIMIT 8
    ) near
    WHERE cardinality(a.forms) > 0 AND char_length(a.word) >= 5 AND a.n NOT IN (SELECT n FROM known)
),
found AS (
    SELECT n, lexeme, chunks, false AS is_guess FROM known
    UNION ALL
    SELECT n, lexeme, chunks, true FROM alike
)
SELECT a.n::int, a.forms, f.lexeme, f.chunks, f.is_guess, (SELECT k.chunks FROM support.knowledge k WHERE k.organization_id = a.organization_id) AS all_chunks
FROM asked a
LEFT JOIN found f ON f.n = a.n
WHERE cardinality(a.forms) > 0   -- the others mean nothing by themselves
ORDER BY a.n;
