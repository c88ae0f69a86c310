-- $1 organization uuid  $2 applicant uuid  $3 from timestamptz  $4 limit int
SELECT b.id, b.slot_id, s.property_id, p.name, p.address, p.time_zone, s.agent_id, b.starts_at, upper(b.during) AS ends_at, b.status
FROM visits.bookings b
JOIN visits.slots s ON s.organization_id = b.organization_id AND s.id = b.slot_id
CROSS JOIN LATERAL (
    SELECT * FROM visits.properties p WHERE p.organization_id = s.organization_id AND p.id = s.property_id LIMIT 1
) p
WHERE b.organization_id = $1 AND b.applicant_id = $2 AND b.starts_at >= $3 AND b.status <> 'held'
ORDER BY b.starts_at, b.id
LIMIT $4;
