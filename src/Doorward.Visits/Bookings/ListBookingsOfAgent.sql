-- $1 organization uuid  $2 agent uuid  $3 after_time timestamptz  $4 after_id uuid  $5 limit int
SELECT b.id, b.slot_id, b.applicant_id, s.property_id, s.agent_id, b.starts_at, upper(b.during) AS ends_at, b.status, b.notes, b.created_at
FROM visits.slots s
JOIN visits.bookings b ON b.organization_id = s.organization_id AND b.slot_id = s.id
WHERE s.organization_id = $1 AND s.agent_id = $2 AND s.starts_at >= $3 AND (s.starts_at, b.id) > ($3, $4) AND b.status <> 'held'
ORDER BY s.starts_at, b.id
LIMIT $5;
