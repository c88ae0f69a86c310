-- $1 organization uuid  $2 model text  $3 most bigint
-- As many as have at the most that many numbers together. A text that is both public and internal counts as public.
SELECT digest, is_internal, vector
FROM (
    SELECT c.digest, c.is_internal, e.vector, sum(cardinality(e.vector)) OVER (ORDER BY c.digest) AS numbers
    FROM (SELECT digest, bool_and(audience = 'internal') AS is_internal FROM support.chunks WHERE organization_id = $1 AND is_current GROUP BY digest) c
    JOIN support.embeddings e ON e.organization_id = $1 AND e.model = $2 AND e.digest = c.digest
) all_of_them
WHERE numbers <= $3;
