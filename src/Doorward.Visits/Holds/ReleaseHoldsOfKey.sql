-- $1 organization uuid  $2 key text  $3 now timestamptz  $4 traceparent text
WITH found AS (
    SELECT h.organization_id, h.id
    FROM visits.bookings h
    JOIN visits.slots s ON s.organization_id = h.organization_id AND s.id = h.slot_id
    WHERE h.organization_id = $1 AND h.hold_key = $2 AND h.status = 'held' AND s.status = 'held'
    ORDER BY s.id
    FOR NO KEY UPDATE OF s
),
ended AS (
    DELETE FROM visits.bookings h
    USING found f WHERE h.organization_id = f.organization_id AND h.id = f.id AND h.hold_key = $2
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during
),
released AS (
    UPDATE visits.slots s SET status = 'available', held_by = NULL, held_until = NULL
    FROM ended e WHERE s.organization_id = e.organization_id AND s.id = e.slot_id
)
INSERT INTO events.log (type, organization_id, subject_id, before, after, traceparent)
SELECT 'slot.released', organization_id, slot_id, jsonb_build_object('status', 'held'),
       jsonb_build_object('status', 'available', 'reason', CASE WHEN held_until <= $3 THEN 'lapsed' ELSE 'released' END, 'applicant_id', applicant_id,
                          'held_until', held_until, 'starts_at', lower(during), 'ends_at', upper(during)),
       $4
FROM ended;
