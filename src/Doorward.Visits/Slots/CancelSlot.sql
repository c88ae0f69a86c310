-- $1 slot_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 any_agents boolean[]  $5 traceparents text[]  $6 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (slot_id, organization_id, person_id, any_agent, traceparent, n)
),
-- who left the agency since their token was checked does nothing more
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
-- FOR UPDATE, not FOR NO KEY UPDATE: liveness is a key that bookings refer to, so a booking in flight is waited for
found AS (
    SELECT a.*, s.property_id, s.agent_id, s.during, s.status
    FROM staff a
    JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
    WHERE s.status <> 'cancelled' AND (s.agent_id = a.person_id OR a.any_agent)
    ORDER BY s.id
    FOR UPDATE OF s
),
cancelled AS (
    UPDATE visits.slots s SET status = 'cancelled', held_by = NULL, held_until = NULL
    FROM found f WHERE s.organization_id = f.organization_id AND s.id = f.slot_id
    RETURNING s.id
),
-- A booking that committed while we waited is not in this snapshot. It is not missed: its foreign key to a live slot
-- (bookings_confirmed_only_on_live_slots) fails the statement, which is then carried out again on a snapshot that has it.
told AS (
    UPDATE visits.bookings b SET status = 'cancelled_by_agent', cancelled_at = $6
    FROM found f WHERE b.organization_id = f.organization_id AND b.slot_id = f.slot_id AND b.status = 'confirmed'
    RETURNING b.organization_id, f.person_id, b.id, b.slot_id, b.applicant_id, b.during, f.property_id, f.agent_id, f.traceparent
),
ended AS (
    DELETE FROM visits.bookings h
    USING (
        SELECT f.organization_id, f.person_id, f.traceparent, h.id
        FROM found f
        CROSS JOIN LATERAL (
            SELECT h.id FROM visits.bookings h WHERE h.organization_id = f.organization_id AND h.slot_id = f.slot_id AND h.status IN ('confirmed', 'held') LIMIT 1
        ) h
        WHERE f.status = 'held'
    ) met
    WHERE h.organization_id = met.organization_id AND h.id = met.id
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during, met.person_id, met.traceparent,
              CASE WHEN h.held_until <= $6 THEN 'lapsed' ELSE 'cancelled' END AS reason
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'slot.released', organization_id, CASE WHEN reason <> 'lapsed' THEN person_id END, slot_id, jsonb_build_object('status', 'held'),
           jsonb_build_object('status', 'available', 'reason', reason, 'applicant_id', applicant_id, 'held_until', held_until,
                              'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM ended
    UNION ALL
    SELECT 'slot.cancelled', f.organization_id, f.person_id, f.slot_id,
           jsonb_build_object('status', CASE WHEN f.status = 'held' THEN 'available' ELSE f.status END),
           jsonb_build_object('status', 'cancelled', 'property_id', f.property_id, 'agent_id', f.agent_id, 'starts_at', lower(f.during),
                              'ends_at', upper(f.during),
                              'booking_id', (SELECT t.id FROM told t WHERE t.slot_id = f.slot_id),
                              'applicant_id', (SELECT t.applicant_id FROM told t WHERE t.slot_id = f.slot_id)),
           f.traceparent
    FROM found f
    UNION ALL
    SELECT 'booking.cancelled', organization_id, person_id, id, jsonb_build_object('status', 'confirmed'),
           jsonb_build_object('status', 'cancelled_by_agent', 'slot_id', slot_id, 'applicant_id', applicant_id, 'property_id', property_id,
                              'agent_id', agent_id, 'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM told
)
SELECT n, 'cancelled' AS outcome FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN s.id IS NULL THEN 'no_such_slot'
           WHEN s.agent_id <> a.person_id AND NOT a.any_agent THEN 'not_your_slot'
           ELSE 'cancelled'  -- already: what was asked for is so
       END
FROM asked a
LEFT JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
WHERE a.n NOT IN (SELECT n FROM found);
