-- $1 organization uuid  $2 id uuid
SELECT id, property_id, agent_id, starts_at, upper(during) AS ends_at, status, created_at
FROM visits.slots WHERE organization_id = $1 AND id = $2;
