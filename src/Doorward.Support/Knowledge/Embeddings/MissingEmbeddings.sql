-- $1 organization uuid  $2 model text  $3 limit int
SELECT DISTINCT ON (c.digest) c.digest, c.title, c.heading, c.text
FROM support.chunks c
WHERE c.organization_id = $1 AND c.is_current
  AND NOT EXISTS (SELECT FROM support.embeddings e WHERE e.organization_id = $1 AND e.model = $2 AND e.digest = c.digest)
ORDER BY c.digest
LIMIT $3;
