-- $1 organization uuid  $2 model text
-- How many vectors there are of each length, the most first: an endpoint may have changed it under one name.
SELECT cardinality(vector), count(*)
FROM support.embeddings
WHERE organization_id = $1 AND model = $2
GROUP BY 1
ORDER BY 2 DESC;
