-- $1 organization uuid  $2 property uuid  $3 now timestamptz  $4 after_time timestamptz  $5 after_id uuid  $6 limit int  $7 person uuid
SELECT id, property_id, agent_id, starts_at, upper(during) AS ends_at,
       CASE WHEN status = 'held' AND held_until <= $3 THEN 'available' ELSE status END AS status, created_at,
       CASE WHEN held_until > $3 THEN held_until END AS held_until, CASE WHEN held_until > $3 THEN held_by END AS held_by
FROM visits.slots
WHERE organization_id = $1 AND property_id = $2 AND starts_at > $3 AND (starts_at, id) > ($4, $5)
  AND (status = 'available'
       OR (status = 'held' AND (held_until <= $3
           OR held_by = (SELECT p.id FROM visits.applicants p WHERE p.organization_id = $1 AND p.person_id = $7 LIMIT 1))))
ORDER BY starts_at, id
LIMIT $6;
