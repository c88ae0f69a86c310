-- $1 organization uuid  $2 from timestamptz  $3 to timestamptz  $4 applicant uuid  $5 now timestamptz  $6 limit int  $7 property uuid
SELECT s.id, s.property_id, p.name, p.address, p.time_zone, s.agent_id, s.starts_at, upper(s.during) AS ends_at
FROM visits.slots s
CROSS JOIN LATERAL (
    SELECT * FROM visits.properties p WHERE p.organization_id = s.organization_id AND p.id = s.property_id LIMIT 1
) p
WHERE s.organization_id = $1 AND s.property_id = $7 AND s.starts_at >= $2 AND s.starts_at < $3 AND s.starts_at > $5
  AND (s.status = 'available' OR (s.status = 'held' AND (s.held_until <= $5 OR s.held_by = $4)))
  AND (SELECT b.id FROM visits.bookings b
       WHERE b.organization_id = s.organization_id AND b.applicant_id = $4 AND b.during && s.during AND b.status = 'confirmed'
       LIMIT 1) IS NULL
ORDER BY s.starts_at, s.id
LIMIT $6;
