-- $1 booking_ids uuid[]  $2 slot_ids uuid[]  $3 organization_ids uuid[]  $4 person_ids uuid[]  $5 notes text[]  $6 keys text[]
-- $7 digests bytea[]  $8 traceparents text[]  $9 now timestamptz  $10 applicant_ids uuid[]; null where the person books for themselves
WITH asked AS (
    SELECT t.*, p.id AS applicant_id
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $10) WITH ORDINALITY
        AS t (booking_id, slot_id, organization_id, person_id, notes, key, digest, traceparent, for_applicant_id, n)
    LEFT JOIN LATERAL (
        SELECT p.id FROM visits.applicants p
        WHERE t.for_applicant_id IS NULL AND p.organization_id = t.organization_id AND p.person_id = t.person_id
        UNION ALL
        SELECT p.id FROM visits.applicants p
        WHERE p.organization_id = t.organization_id AND p.id = t.for_applicant_id
          AND (SELECT m.person_id FROM accounts.members m
               WHERE m.organization_id = t.organization_id AND m.person_id = t.person_id AND m.left_at IS NULL LIMIT 1) IS NOT NULL
        LIMIT 1
    ) p ON true
),
-- lock in id order, so that two nodes' batches cannot deadlock
open_slots AS (
    SELECT a.*, s.during, s.property_id, s.agent_id, s.status AS slot_status
    FROM asked a
    JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
    WHERE a.applicant_id IS NOT NULL AND s.starts_at > $9
      AND (s.status = 'available' OR (s.status = 'held' AND (s.held_by = a.applicant_id OR s.held_until <= $9)))
    ORDER BY s.id
    FOR NO KEY UPDATE OF s
),
-- An aggregate, or a scalar subquery with LIMIT, keeps the range in the index condition; NOT EXISTS would become a join that reads every booking
-- of the applicant. Only visits make somebody busy: a hold of their own gives way to what they book.
free_askers AS (
    SELECT o.*, own.holds FROM open_slots o
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE b.status = 'confirmed') AS visits, count(*) FILTER (WHERE b.status = 'held') AS holds
        FROM visits.bookings b
        WHERE b.organization_id = o.organization_id AND b.applicant_id = o.applicant_id AND b.during && o.during AND b.status IN ('confirmed', 'held')
    ) own
    WHERE own.visits = 0
      AND (o.key IS NULL
           OR (SELECT b.id FROM visits.bookings b
               WHERE b.organization_id = o.organization_id AND b.applicant_id = o.applicant_id AND b.idempotency_key = o.key
               LIMIT 1) IS NULL)
),
-- of several askers in this batch the first one wins
winners AS (
    SELECT DISTINCT ON (slot_id) * FROM free_askers ORDER BY slot_id, n
),
-- The hold on this slot, which is theirs or has lapsed, and their own on others at that time. Hardly anybody has one: nothing is read then.
met AS (
    SELECT w.organization_id, w.slot_id AS booked_slot_id, w.person_id, w.traceparent, h.id
    FROM winners w
    CROSS JOIN LATERAL (
        SELECT h.id FROM visits.bookings h WHERE h.organization_id = w.organization_id AND h.slot_id = w.slot_id AND h.status IN ('confirmed', 'held') LIMIT 1
    ) h
    WHERE w.slot_status = 'held'
    UNION ALL
    SELECT w.organization_id, w.slot_id, w.person_id, w.traceparent, h.id
    FROM winners w
    CROSS JOIN LATERAL (
        SELECT h.id FROM visits.bookings h
        WHERE h.organization_id = w.organization_id AND h.applicant_id = w.applicant_id AND h.during && w.during
          AND h.status IN ('confirmed', 'held') AND h.slot_id <> w.slot_id  -- none is confirmed, or they were busy
        OFFSET 0  -- read by itself, so that the range stays in the index condition
    ) h
    WHERE w.holds > 0
),
ended AS (
    DELETE FROM visits.bookings h
    USING met m WHERE h.organization_id = m.organization_id AND h.id = m.id
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during, m.person_id, m.traceparent,
              CASE WHEN h.held_until <= $9 THEN 'lapsed' WHEN h.slot_id = m.booked_slot_id THEN 'booked' ELSE 'replaced' END AS reason
),
released AS (
    UPDATE visits.slots s SET status = 'available', held_by = NULL, held_until = NULL
    FROM ended e WHERE s.organization_id = e.organization_id AND s.id = e.slot_id AND e.slot_id NOT IN (SELECT slot_id FROM winners)
),
taken AS (
    UPDATE visits.slots s SET status = 'booked', held_by = NULL, held_until = NULL
    FROM winners w WHERE s.organization_id = w.organization_id AND s.id = w.slot_id
),
booked AS (
    INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, notes, created_at, idempotency_key, idempotency_digest)
    SELECT organization_id, booking_id, slot_id, applicant_id, during, 'confirmed', notes, $9, key, digest FROM winners
    WHERE (SELECT count(*) FROM ended) >= 0  -- after the holds are out of the way
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'slot.released', organization_id, CASE WHEN reason <> 'lapsed' THEN person_id END, slot_id, jsonb_build_object('status', 'held'),
           jsonb_build_object('status', 'available', 'reason', reason, 'applicant_id', applicant_id, 'held_until', held_until,
                              'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM ended
    UNION ALL
    SELECT 'booking.confirmed', organization_id, person_id, booking_id, NULL,
           jsonb_build_object('status', 'confirmed', 'slot_id', slot_id, 'applicant_id', applicant_id, 'property_id', property_id,
                              'agent_id', agent_id, 'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM winners
)
SELECT n, 'booked' AS outcome, booking_id AS id, slot_id, applicant_id, property_id, agent_id,
       lower(during) AS starts_at, upper(during) AS ends_at, 'confirmed' AS status, notes, $9 AS created_at
FROM winners
UNION ALL
SELECT a.n,
       CASE
           WHEN a.applicant_id IS NULL AND a.for_applicant_id IS NULL THEN 'not_an_applicant'
           WHEN a.applicant_id IS NULL AND (SELECT m.person_id FROM accounts.members m
                 WHERE m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
                 LIMIT 1) IS NULL THEN 'no_longer_staff'
           WHEN a.applicant_id IS NULL THEN 'no_such_applicant'
           WHEN r.id IS NOT NULL AND r.idempotency_digest = a.digest THEN 'booked'
           WHEN r.id IS NOT NULL THEN 'idempotency_key_reused'
           WHEN s.id IS NULL THEN 'no_such_slot'
           WHEN s.status = 'cancelled' THEN 'slot_cancelled'
           WHEN s.starts_at <= $9 THEN 'slot_in_the_past'
           WHEN s.status = 'booked' THEN 'slot_taken'
           WHEN s.status = 'held' AND s.held_by <> a.applicant_id AND s.held_until > $9 THEN 'slot_held'
           WHEN (SELECT b.id FROM visits.bookings b
                 WHERE b.organization_id = a.organization_id AND b.applicant_id = a.applicant_id AND b.during && s.during AND b.status = 'confirmed'
                 LIMIT 1) IS NOT NULL THEN 'applicant_busy'
           ELSE 'slot_taken'  -- by an earlier asker of this batch
       END,
       r.id, r.slot_id, r.applicant_id, rs.property_id, rs.agent_id, lower(r.during), upper(r.during), r.status, r.notes, r.created_at
FROM asked a
LEFT JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
LEFT JOIN LATERAL (  -- LIMIT, again, keeps the whole key in the index condition, whatever the planner knew of the table
    SELECT b.* FROM visits.bookings b
    WHERE b.organization_id = a.organization_id AND b.applicant_id = a.applicant_id AND b.idempotency_key = a.key
    LIMIT 1
) r ON true
LEFT JOIN visits.slots rs ON rs.organization_id = r.organization_id AND rs.id = r.slot_id
WHERE a.n NOT IN (SELECT n FROM winners);
