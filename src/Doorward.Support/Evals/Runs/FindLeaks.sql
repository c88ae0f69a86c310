-- $1 organization uuid  $2 messages text[]
-- Messages that stand in what may be cited, whatever their case, accents and marks.
WITH passages AS MATERIALIZED (
    SELECT c.document_id, ' ' || regexp_replace(lower(unaccent(c.text)), '\W+', ' ', 'g') || ' ' AS words
    FROM support.chunks c WHERE c.organization_id = $1 AND c.is_current
),
asked AS MATERIALIZED (
    SELECT n, ' ' || btrim(regexp_replace(lower(unaccent(message)), '\W+', ' ', 'g')) || ' ' AS words FROM unnest($2) WITH ORDINALITY AS t (message, n)
)
SELECT DISTINCT a.n::int AS n, d.path
FROM asked a
JOIN passages p ON strpos(p.words, a.words) > 0
JOIN support.documents d ON d.organization_id = $1 AND d.id = p.document_id
ORDER BY 1, 2;
