-- $1 organization uuid  $2 after text  $3 limit int
SELECT name, cases, digest, stored_by, stored_at
FROM support.golden_sets
WHERE organization_id = $1 AND name > $2
ORDER BY name
LIMIT $3;
