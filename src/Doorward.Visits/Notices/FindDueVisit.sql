-- $1 organization_id uuid  $2 booking_id uuid  $3 starts_at timestamptz
-- Only while it is confirmed for that hour; the lock makes who cancels it at this moment wait until the reminder is written or not.
SELECT b.id, b.organization_id, lower(b.during) AS starts_at, upper(b.during) AS ends_at, p.name, p.address, p.time_zone,
       a.person_id AS applicant, s.agent_id AS agent
FROM visits.bookings b
JOIN visits.applicants a ON a.organization_id = b.organization_id AND a.id = b.applicant_id
JOIN visits.slots s ON s.organization_id = b.organization_id AND s.id = b.slot_id
JOIN visits.properties p ON p.organization_id = s.organization_id AND p.id = s.property_id
WHERE b.organization_id = $1 AND b.id = $2 AND b.status = 'confirmed' AND lower(b.during) = $3 AND a.person_id IS NOT NULL
FOR SHARE OF b;
