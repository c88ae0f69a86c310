-- $1 organization_ids uuid[]  $2 agent_ids uuid[]  $3 now timestamptz
WITH gone AS (
    SELECT DISTINCT t.organization_id, t.agent_id FROM unnest($1, $2) AS t (organization_id, agent_id)
    -- who has come back meanwhile shows their slots themselves
    JOIN accounts.members m ON m.organization_id = t.organization_id AND m.person_id = t.agent_id AND m.left_at IS NOT NULL
),
open AS (
    SELECT s.organization_id, s.id, s.property_id, s.agent_id, s.during, s.status
    FROM gone g JOIN visits.slots s ON s.organization_id = g.organization_id AND s.agent_id = g.agent_id
    WHERE s.status IN ('available', 'held') AND s.starts_at > $3
    ORDER BY s.id
    FOR UPDATE OF s
),
cancelled AS (
    UPDATE visits.slots s SET status = 'cancelled', held_by = NULL, held_until = NULL
    FROM open o WHERE s.organization_id = o.organization_id AND s.id = o.id
),
-- what is held in them is no longer to be had
ended AS (
    DELETE FROM visits.bookings h
    USING open o WHERE o.status = 'held' AND h.organization_id = o.organization_id AND h.slot_id = o.id AND h.status = 'held'
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during
)
INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after)
SELECT 'slot.released', organization_id, NULL::uuid, slot_id, jsonb_build_object('status', 'held'),
       jsonb_build_object('status', 'available', 'reason', CASE WHEN held_until <= $3 THEN 'lapsed' ELSE 'cancelled' END, 'applicant_id', applicant_id,
                          'held_until', held_until, 'starts_at', lower(during), 'ends_at', upper(during))
FROM ended
UNION ALL
SELECT 'slot.cancelled', organization_id, NULL::uuid, id, jsonb_build_object('status', 'available'),
       jsonb_build_object('status', 'cancelled', 'property_id', property_id, 'agent_id', agent_id, 'starts_at', lower(during), 'ends_at', upper(during),
                          'booking_id', NULL, 'applicant_id', NULL)
FROM open;
