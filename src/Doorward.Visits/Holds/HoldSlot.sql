-- $1 hold_ids uuid[]  $2 slot_ids uuid[]  $3 organization_ids uuid[]  $4 person_ids uuid[]; null where Doorward itself asks
-- $5 applicant_ids uuid[]; null where the person holds for themselves  $6 untils timestamptz[]  $7 keys text[]  $8 traceparents text[]
-- $9 now timestamptz  $10 places int
WITH asked AS (
    SELECT t.*, p.id AS applicant_id
    FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (hold_id, slot_id, organization_id, person_id, for_applicant_id, until, key, traceparent, n)
    LEFT JOIN LATERAL (
        SELECT p.id FROM visits.applicants p
        WHERE p.organization_id = t.organization_id AND p.person_id = t.person_id AND p.id = coalesce(t.for_applicant_id, p.id)
        UNION ALL
        SELECT p.id FROM visits.applicants p
        WHERE p.organization_id = t.organization_id AND p.id = t.for_applicant_id
          AND (t.person_id IS NULL
               OR (SELECT m.person_id FROM accounts.members m
                   WHERE m.organization_id = t.organization_id AND m.person_id = t.person_id AND m.left_at IS NULL LIMIT 1) IS NOT NULL)
        LIMIT 1
    ) p ON true
),
-- lock in id order, so that two nodes' batches cannot deadlock
found AS (
    SELECT a.*, s.during, s.property_id, s.agent_id, s.created_at, s.status AS slot_status, least(a.until, s.starts_at) AS held_until,
           s.held_until AS was_held_until, s.status = 'held' AND s.held_until > $9 AS is_theirs
    FROM asked a
    JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
    WHERE a.applicant_id IS NOT NULL AND s.starts_at > $9
      AND (s.status = 'available' OR (s.status = 'held' AND (s.held_by = a.applicant_id OR s.held_until <= $9)))
    ORDER BY s.id
    FOR NO KEY UPDATE OF s
),
-- What a draft held and its applicant now asks for themselves is no longer the draft's to release.
claimed AS (
    UPDATE visits.bookings h SET hold_key = NULL
    FROM (
        SELECT f.organization_id, h.id
        FROM found f
        CROSS JOIN LATERAL (
            SELECT h.* FROM visits.bookings h WHERE h.organization_id = f.organization_id AND h.slot_id = f.slot_id AND h.status IN ('confirmed', 'held') LIMIT 1
        ) h
        WHERE f.is_theirs AND f.key IS NULL AND h.hold_key IS NOT NULL
    ) met
    WHERE h.organization_id = met.organization_id AND h.id = met.id
),
free_askers AS (
    SELECT f.*, own.lapsed,
           (SELECT min(place) FROM generate_series(1, $10) place WHERE place <> ALL (coalesce(own.places, '{}'))) AS place
    FROM found f
    CROSS JOIN LATERAL (
        SELECT array_agg(h.hold_place) FILTER (WHERE h.held_until > $9) AS places, count(*) FILTER (WHERE h.held_until <= $9) AS lapsed
        FROM visits.bookings h
        WHERE h.organization_id = f.organization_id AND h.applicant_id = f.applicant_id AND h.status = 'held'
    ) own
    WHERE NOT f.is_theirs
      AND (SELECT b.id FROM visits.bookings b
           WHERE b.organization_id = f.organization_id AND b.applicant_id = f.applicant_id AND b.during && f.during AND b.status IN ('confirmed', 'held')
             AND (b.held_until IS NULL OR b.held_until > $9)
           LIMIT 1) IS NULL
),
-- of several askers in this batch the first one wins
winners AS (
    SELECT DISTINCT ON (slot_id) * FROM free_askers WHERE place IS NOT NULL ORDER BY slot_id, n
),
-- what has lapsed: on this slot, and of this applicant
met AS (
    SELECT w.organization_id, h.id
    FROM winners w
    CROSS JOIN LATERAL (
        SELECT h.id FROM visits.bookings h WHERE h.organization_id = w.organization_id AND h.slot_id = w.slot_id AND h.status IN ('confirmed', 'held') LIMIT 1
    ) h
    WHERE w.slot_status = 'held'
    UNION
    SELECT w.organization_id, h.id
    FROM winners w
    CROSS JOIN LATERAL (
        SELECT h.id FROM visits.bookings h
        WHERE h.organization_id = w.organization_id AND h.applicant_id = w.applicant_id AND h.status = 'held' AND h.held_until <= $9
        OFFSET 0
    ) h
    WHERE w.lapsed > 0
),
ended AS (
    DELETE FROM visits.bookings h
    USING met m WHERE h.organization_id = m.organization_id AND h.id = m.id
    RETURNING h.organization_id, h.slot_id, h.applicant_id, h.held_until, h.during
),
released AS (
    UPDATE visits.slots s SET status = 'available', held_by = NULL, held_until = NULL
    FROM ended e WHERE s.organization_id = e.organization_id AND s.id = e.slot_id AND e.slot_id NOT IN (SELECT slot_id FROM winners)
),
held AS (
    UPDATE visits.slots s SET status = 'held', held_by = w.applicant_id, held_until = w.held_until
    FROM winners w WHERE s.organization_id = w.organization_id AND s.id = w.slot_id
),
placed AS (
    INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, created_at, held_until, hold_place, hold_key)
    SELECT organization_id, hold_id, slot_id, applicant_id, during, 'held', $9, held_until, place, key FROM winners
    WHERE (SELECT count(*) FROM ended) >= 0  -- after the lapsed ones are out of the way
),
lapsing AS (
    INSERT INTO events.jobs (kind, key, organization_id, due_at, traceparent)
    SELECT 'visits.lapse_hold', hold_id::text, organization_id, held_until, traceparent FROM winners
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'slot.released', organization_id, NULL, slot_id, jsonb_build_object('status', 'held'),
           jsonb_build_object('status', 'available', 'reason', 'lapsed', 'applicant_id', applicant_id, 'held_until', held_until,
                              'starts_at', lower(during), 'ends_at', upper(during)),
           NULL
    FROM ended
    UNION ALL
    SELECT 'slot.held', organization_id, person_id, slot_id, jsonb_build_object('status', 'available'),
           jsonb_build_object('status', 'held', 'applicant_id', applicant_id, 'held_until', held_until, 'property_id', property_id,
                              'agent_id', agent_id, 'starts_at', lower(during), 'ends_at', upper(during)),
           traceparent
    FROM winners
)
SELECT n, 'held' AS outcome, slot_id AS id, property_id, agent_id, lower(during) AS starts_at, upper(during) AS ends_at, 'held' AS status, created_at,
       held_until, applicant_id AS held_by
FROM winners
UNION ALL
SELECT n, 'held', slot_id, property_id, agent_id, lower(during), upper(during), 'held', created_at, was_held_until, applicant_id  -- already: as it was
FROM found
WHERE is_theirs
UNION ALL
SELECT a.n,
       CASE
           WHEN a.applicant_id IS NULL AND a.for_applicant_id IS NULL THEN 'not_an_applicant'
           WHEN a.applicant_id IS NULL AND a.person_id IS NOT NULL AND (SELECT m.person_id FROM accounts.members m
                 WHERE m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
                 LIMIT 1) IS NULL THEN 'no_longer_staff'
           WHEN s.id IS NULL THEN 'no_such_slot'
           WHEN a.applicant_id IS NULL THEN 'no_such_applicant'
           WHEN s.status = 'cancelled' THEN 'slot_cancelled'
           WHEN s.starts_at <= $9 THEN 'slot_in_the_past'
           WHEN s.status = 'booked' THEN 'slot_taken'
           WHEN s.status = 'held' AND s.held_by <> a.applicant_id AND s.held_until > $9 THEN 'slot_held'
           WHEN f.n IS NULL THEN 'applicant_busy'
           WHEN f.place IS NULL THEN 'too_many_holds'
           ELSE 'slot_held'  -- by an earlier asker of this batch
       END,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM asked a
LEFT JOIN visits.slots s ON s.organization_id = a.organization_id AND s.id = a.slot_id
LEFT JOIN LATERAL (SELECT * FROM free_askers f WHERE f.n = a.n LIMIT 1) f ON true
WHERE a.n NOT IN (SELECT n FROM winners) AND a.n NOT IN (SELECT n FROM found WHERE is_theirs);
