-- $1 booking_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]  $5 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (booking_id, organization_id, person_id, traceparent, n)
),
-- the slot before the booking, as everywhere, and slots in id order
found AS (
    SELECT a.*, b.slot_id
    FROM asked a
    CROSS JOIN LATERAL (  -- LIMIT holds the planner to the booking that is named; it might read all of the applicant's
        SELECT * FROM visits.bookings b WHERE b.organization_id = a.organization_id AND b.id = a.booking_id LIMIT 1
    ) b
    JOIN visits.applicants p ON p.organization_id = a.organization_id AND p.id = b.applicant_id
    JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = b.slot_id
    WHERE p.person_id = a.person_id AND b.status = 'confirmed' AND b.starts_at > $5
    ORDER BY s.id
    FOR NO KEY UPDATE OF s
),
-- the status again: an agent may have cancelled the slot while we waited for its lock
cancelled AS (
    UPDATE visits.bookings b SET status = 'cancelled_by_applicant', cancelled_at = $5
    FROM found f WHERE b.organization_id = f.organization_id AND b.id = f.booking_id AND b.status = 'confirmed'
    RETURNING f.n, b.organization_id, f.person_id, b.id, b.slot_id, b.applicant_id, b.during, f.traceparent
),
released AS (
    UPDATE visits.slots s SET status = 'available'
    FROM cancelled c WHERE s.organization_id = c.organization_id AND s.id = c.slot_id AND s.status = 'booked'
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'booking.cancelled', organization_id, person_id, id, jsonb_build_object('status', 'confirmed'),
           jsonb_build_object('status', 'cancelled_by_applicant', 'slot_id', slot_id, 'applicant_id', applicant_id,
                              'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM cancelled
)
SELECT n, 'cancelled' AS outcome FROM cancelled
UNION ALL
SELECT a.n,
       CASE
           WHEN b.id IS NULL OR b.status = 'held' THEN 'no_such_booking'
           WHEN b.status = 'cancelled_by_applicant' THEN 'cancelled'  -- what was asked for is so
           WHEN b.status = 'cancelled_by_agent' THEN 'cancelled_by_agent'
           WHEN b.starts_at <= $5 THEN 'visit_in_the_past'
           ELSE 'cancelled_by_agent'  -- confirmed in our snapshot: the agent was faster
       END
FROM asked a
LEFT JOIN visits.applicants p ON p.organization_id = a.organization_id AND p.person_id = a.person_id
LEFT JOIN LATERAL (
    SELECT * FROM visits.bookings b WHERE b.organization_id = a.organization_id AND b.id = a.booking_id LIMIT 1
) b ON b.applicant_id = p.id
WHERE a.n NOT IN (SELECT n FROM cancelled);
