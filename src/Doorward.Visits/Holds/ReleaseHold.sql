-- $1 slot_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 staff boolean[]  $5 traceparents text[]  $6 now timestamptz
WITH asked AS (
    SELECT t.*,
           (SELECT p.id FROM visits.applicants p WHERE p.organization_id = t.organization_id AND p.person_id = t.person_id LIMIT 1) AS applicant_id,
           -- who left the agency since their token was checked does nothing more
           t.staff AND (SELECT m.person_id FROM accounts.members m
                        WHERE m.organization_id = t.organization_id AND m.person_id = t.person_id AND m.left_at IS NULL LIMIT 1) IS NOT NULL AS any_holder
    FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (slot_id, organization_id, person_id, staff, traceparent, n)
),
-- the slot before the hold, as everywhere, and slots in id order
found AS (
    SELECT a.*
    FROM asked a
    JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
    WHERE s.status = 'held' AND (a.any_holder OR (NOT a.staff AND s.held_by = a.applicant_id))
    ORDER BY s.id
    FOR NO KEY UPDATE OF s
),
ended AS (
    DELETE FROM visits.bookings h
    USING (
        SELECT f.organization_id, f.person_id, f.traceparent, h.id
        FROM found f
        CROSS JOIN LATERAL (
            SELECT h.id FROM visits.bookings h WHERE h.organization_id = f.organization_id AND h.slot_id = f.slot_id AND h.status IN ('confirmed', 'held') LIMIT 1
        ) h
    ) met
    WHERE h.organization_id = met.organization_id AND h.id = met.id
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during, met.person_id, met.traceparent,
              CASE WHEN h.held_until <= $6 THEN 'lapsed' ELSE 'released' END AS reason
),
released AS (
    UPDATE visits.slots s SET status = 'available', held_by = NULL, held_until = NULL
    FROM ended e WHERE s.organization_id = e.organization_id AND s.id = e.slot_id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'slot.released', organization_id, CASE WHEN reason <> 'lapsed' THEN person_id END, slot_id, jsonb_build_object('status', 'held'),
           jsonb_build_object('status', 'available', 'reason', reason, 'applicant_id', applicant_id, 'held_until', held_until,
                              'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM ended
)
SELECT a.n,
       CASE
           WHEN a.staff AND NOT a.any_holder THEN 'no_longer_staff'
           WHEN s.id IS NULL THEN 'no_such_slot'
           ELSE 'released'  -- now, or it was not held for them: what was asked for is so
       END AS outcome
FROM asked a
LEFT JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id;
