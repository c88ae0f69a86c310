-- $1 facts jsonb  $2 organization_id uuid
-- A confirmation or a reminder that waited until the visit was called off would say the contrary of what was told since.
SELECT CASE WHEN b.status IS DISTINCT FROM 'confirmed' THEN 'booking_cancelled' END AS reason
FROM (SELECT ($1->>'booking_id')::uuid AS id) AS asked
LEFT JOIN visits.bookings b ON b.organization_id = $2 AND b.id = asked.id;
