-- $1 organization uuid  $2 id uuid  $3 now timestamptz  $4 person uuid  $5 staff boolean
SELECT s.id, s.property_id, s.agent_id, s.starts_at, upper(s.during) AS ends_at,
       CASE WHEN s.status = 'held' AND s.held_until <= $3 THEN 'available' ELSE s.status END AS status, s.created_at,
       CASE WHEN s.held_until > $3 THEN s.held_until END AS held_until,
       CASE WHEN s.held_until > $3
                 AND ($5 OR s.held_by = (SELECT p.id FROM visits.applicants p WHERE p.organization_id = $1 AND p.person_id = $4 LIMIT 1))
            THEN s.held_by END AS held_by
FROM visits.slots s WHERE s.organization_id = $1 AND s.id = $2;
