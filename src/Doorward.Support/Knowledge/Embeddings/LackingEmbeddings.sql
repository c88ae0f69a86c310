-- $1 model text
SELECT k.organization_id
FROM support.knowledge k
WHERE EXISTS (
    SELECT FROM support.chunks c
    WHERE c.organization_id = k.organization_id AND c.is_current
      AND NOT EXISTS (SELECT FROM support.embeddings e WHERE e.organization_id = c.organization_id AND e.model = $1 AND e.digest = c.digest));
