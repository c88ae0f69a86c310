-- $1 organization uuid  $2 property uuid  $3 now timestamptz  $4 after_time timestamptz  $5 after_id uuid  $6 limit int
SELECT id, property_id, agent_id, starts_at, upper(during) AS ends_at, status, created_at
FROM visits.slots
WHERE organization_id = $1 AND property_id = $2 AND starts_at > $3 AND (starts_at, id) > ($4, $5) AND status = 'available'
ORDER BY starts_at, id
LIMIT $6;
