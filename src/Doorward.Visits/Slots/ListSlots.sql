-- $1 organization uuid  $2 agent uuid  $3 from timestamptz  $4 to timestamptz  $5 after_time timestamptz  $6 after_id uuid  $7 limit int
-- $8 now timestamptz
SELECT id, property_id, agent_id, starts_at, upper(during) AS ends_at,
       CASE WHEN status = 'held' AND held_until <= $8 THEN 'available' ELSE status END AS status, created_at,
       CASE WHEN held_until > $8 THEN held_until END AS held_until, CASE WHEN held_until > $8 THEN held_by END AS held_by
FROM visits.slots
WHERE organization_id = $1 AND agent_id = $2 AND starts_at >= $3 AND starts_at < $4 AND (starts_at, id) > ($5, $6)
ORDER BY starts_at, id
LIMIT $7;
