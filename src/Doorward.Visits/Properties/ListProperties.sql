-- $1 organization uuid  $2 archived boolean  $3 after_id uuid  $4 limit int
SELECT id, name, address, time_zone, allows_parallel_viewings, archived_at, created_at
FROM visits.properties
WHERE organization_id = $1 AND id > $3 AND (archived_at IS NULL OR $2)
ORDER BY id
LIMIT $4;
