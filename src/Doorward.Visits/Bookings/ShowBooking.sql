-- $1 organization uuid  $2 id uuid  $3 person uuid  $4 staff boolean
SELECT b.id, b.slot_id, b.applicant_id, s.property_id, s.agent_id, b.starts_at, upper(b.during) AS ends_at, b.status, b.notes, b.created_at
FROM visits.bookings b
JOIN visits.slots s ON s.organization_id = b.organization_id AND s.id = b.slot_id
JOIN visits.applicants a ON a.organization_id = b.organization_id AND a.id = b.applicant_id
WHERE b.organization_id = $1 AND b.id = $2 AND ($4 OR a.person_id = $3) AND b.status <> 'held';
