-- $1 organization uuid  $2 hold uuid  $3 now timestamptz  $4 traceparent text
WITH hold AS (
    SELECT * FROM visits.bookings WHERE organization_id = $1 AND id = $2 LIMIT 1
),
found AS (
    SELECT h.organization_id, h.id
    FROM hold h
    JOIN visits.slots s ON s.organization_id = h.organization_id AND s.id = h.slot_id
    WHERE h.held_until <= $3 AND s.status = 'held'
    FOR NO KEY UPDATE OF s
),
ended AS (
    DELETE FROM visits.bookings h
    USING found f WHERE h.organization_id = f.organization_id AND h.id = f.id
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during
),
released AS (
    UPDATE visits.slots s SET status = 'available', held_by = NULL, held_until = NULL
    FROM ended e WHERE s.organization_id = e.organization_id AND s.id = e.slot_id
),
-- Due by the database's clock, lapsed by ours: where ours is behind, the job comes again.
later AS (
    INSERT INTO events.jobs (kind, key, organization_id, due_at, traceparent)
    SELECT 'visits.lapse_hold', id::text, organization_id, greatest(held_until, clock_timestamp() + interval '1 second'), $4
    FROM hold WHERE held_until > $3
)
INSERT INTO events.log (type, organization_id, subject_id, before, after, traceparent)
SELECT 'slot.released', organization_id, slot_id, jsonb_build_object('status', 'held'),
       jsonb_build_object('status', 'available', 'reason', 'lapsed', 'applicant_id', applicant_id, 'held_until', held_until,
                          'starts_at', lower(during), 'ends_at', upper(during)),
       $4
FROM ended;
