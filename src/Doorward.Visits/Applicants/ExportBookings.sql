-- $1 person uuid
SELECT jsonb_build_object('id', b.id, 'property', p.name, 'address', p.address, 'starts_at', lower(b.during), 'ends_at', upper(b.during), 'status', b.status,
                          'notes', b.notes, 'created_at', b.created_at, 'cancelled_at', b.cancelled_at)::text
FROM visits.applicants a
JOIN visits.bookings b ON b.organization_id = a.organization_id AND b.applicant_id = a.id
JOIN visits.slots s ON s.organization_id = b.organization_id AND s.id = b.slot_id
JOIN visits.properties p ON p.organization_id = s.organization_id AND p.id = s.property_id
WHERE a.person_id = $1
ORDER BY b.id;
