-- $1 organization_ids uuid[]  $2 booking_ids uuid[]
SELECT b.id, b.organization_id, lower(b.during) AS starts_at, upper(b.during) AS ends_at, p.name, p.address, p.time_zone,
       a.person_id AS applicant, s.agent_id AS agent
FROM (SELECT DISTINCT * FROM unnest($1, $2) AS t (organization_id, booking_id)) asked
JOIN visits.bookings b ON b.organization_id = asked.organization_id AND b.id = asked.booking_id
JOIN visits.applicants a ON a.organization_id = b.organization_id AND a.id = b.applicant_id
JOIN visits.slots s ON s.organization_id = b.organization_id AND s.id = b.slot_id
JOIN visits.properties p ON p.organization_id = s.organization_id AND p.id = s.property_id
WHERE a.person_id IS NOT NULL;
