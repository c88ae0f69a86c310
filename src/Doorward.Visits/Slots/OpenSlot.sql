-- $1 slot_ids uuid[]  $2 property_ids uuid[]  $3 organization_ids uuid[]  $4 agent_ids uuid[]  $5 starts timestamptz[]  $6 ends timestamptz[]
-- $7 keys text[]  $8 digests bytea[]  $9 traceparents text[]  $10 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
        AS t (slot_id, property_id, organization_id, agent_id, starts_at, ends_at, key, digest, traceparent, n)
),
-- shared with other agents, not with whoever archives the property or changes its setting
known AS (
    SELECT a.*, tstzrange(a.starts_at, a.ends_at) AS during, p.allows_parallel_viewings AS parallel
    FROM (SELECT * FROM asked ORDER BY property_id) a
    CROSS JOIN LATERAL (  -- one by one, in the order of their ids; a join may walk the index of all properties for that order
        SELECT * FROM visits.properties p WHERE p.organization_id = a.organization_id AND p.id = a.property_id LIMIT 1 FOR SHARE
    ) p
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.agent_id AND m.left_at IS NULL
    WHERE p.archived_at IS NULL AND a.starts_at > $10
),
free AS (
    SELECT k.* FROM known k
    WHERE (SELECT s.id FROM visits.slots s
           WHERE s.organization_id = k.organization_id AND s.agent_id = k.agent_id AND s.during && k.during AND s.live
           LIMIT 1) IS NULL
      AND (k.parallel
           OR (SELECT s.id FROM visits.slots s
               WHERE s.organization_id = k.organization_id AND s.property_id = k.property_id AND s.during && k.during AND s.live AND NOT s.parallel
               LIMIT 1) IS NULL)
      AND (k.key IS NULL
           OR (SELECT s.id FROM visits.slots s
               WHERE s.organization_id = k.organization_id AND s.agent_id = k.agent_id AND s.idempotency_key = k.key LIMIT 1) IS NULL)
),
opened AS (
    INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, parallel, created_at, idempotency_key, idempotency_digest)
    SELECT organization_id, slot_id, property_id, agent_id, during, parallel, $10, key, digest FROM free
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'slot.opened', organization_id, agent_id, slot_id,
           jsonb_build_object('status', 'available', 'property_id', property_id, 'agent_id', agent_id, 'starts_at', starts_at, 'ends_at', ends_at),
           traceparent
    FROM free
)
SELECT n, 'opened' AS outcome, slot_id AS id, property_id, agent_id, starts_at, ends_at, 'available' AS status, $10 AS created_at, NULL::timestamptz AS held_until, NULL::uuid AS held_by
FROM free
UNION ALL
SELECT a.n,
       CASE
           WHEN r.id IS NOT NULL AND r.idempotency_digest = a.digest THEN 'opened'
           WHEN r.id IS NOT NULL THEN 'idempotency_key_reused'
           WHEN p.id IS NULL THEN 'no_such_property'
           WHEN m.person_id IS NULL THEN 'no_longer_staff'
           WHEN p.archived_at IS NOT NULL THEN 'property_archived'
           WHEN a.starts_at <= $10 THEN 'slot_in_the_past'
           WHEN (SELECT s.id FROM visits.slots s
                 WHERE s.organization_id = a.organization_id AND s.agent_id = a.agent_id AND s.during && tstzrange(a.starts_at, a.ends_at) AND s.live
                 LIMIT 1) IS NOT NULL THEN 'agent_busy'
           ELSE 'property_busy'
       END,
       r.id, r.property_id, r.agent_id, lower(r.during), upper(r.during),
       CASE WHEN r.status = 'held' AND r.held_until <= $10 THEN 'available' ELSE r.status END, r.created_at,
       CASE WHEN r.held_until > $10 THEN r.held_until END, CASE WHEN r.held_until > $10 THEN r.held_by END
FROM asked a
LEFT JOIN visits.properties p ON p.organization_id = a.organization_id AND p.id = a.property_id
LEFT JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.agent_id AND m.left_at IS NULL
LEFT JOIN visits.slots r ON r.organization_id = a.organization_id AND r.agent_id = a.agent_id AND r.idempotency_key = a.key
WHERE a.n NOT IN (SELECT n FROM free);
