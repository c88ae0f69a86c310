-- $1 organization uuid  $2 person uuid  $3 after_time timestamptz  $4 after_id uuid  $5 limit int
SELECT b.id, b.slot_id, b.applicant_id, s.property_id, s.agent_id, b.starts_at, upper(b.during) AS ends_at, b.status, b.notes, b.created_at
FROM visits.applicants a
JOIN visits.bookings b ON b.organization_id = a.organization_id AND b.applicant_id = a.id
JOIN visits.slots s ON s.organization_id = b.organization_id AND s.id = b.slot_id
WHERE a.organization_id = $1 AND a.person_id = $2 AND (b.starts_at, b.id) > ($3, $4) AND b.status <> 'held'
ORDER BY b.starts_at, b.id
LIMIT $5;
