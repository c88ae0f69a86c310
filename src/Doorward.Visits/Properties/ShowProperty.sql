-- $1 organization uuid  $2 id uuid
SELECT id, name, address, time_zone, allows_parallel_viewings, archived_at, created_at
FROM visits.properties WHERE organization_id = $1 AND id = $2;
