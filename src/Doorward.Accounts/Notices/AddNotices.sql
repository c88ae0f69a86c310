-- $1 ids uuid[]  $2 kinds text[]  $3 keys text[]  $4 person_ids uuid[]  $5 addresses text[]  $6 organization_ids uuid[]  $7 facts jsonb[]
-- $8 traceparents text[]  $9 good_until timestamptz[]  $10 channel_kinds text[]  $11 channels text[]  $12 channel_optional boolean[]  $13 now timestamptz
-- Notices, what becomes of them on each channel, the jobs that send them, and the fact that they are there: one statement.
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        AS t (id, kind, key, person_id, address, organization_id, facts, traceparent, good_until)
),
-- made once: what was made before, or twice in this batch, is passed over
made AS (
    INSERT INTO accounts.notices (id, kind, key, person_id, address, organization_id, facts, good_until, created_at)
    SELECT id, kind, key, person_id, address, organization_id, facts, good_until, $13 FROM asked a
    -- a member may be a program's key, which nobody can tell anything
    WHERE person_id IS NULL OR EXISTS (SELECT FROM accounts.people p WHERE p.id = a.person_id)
    ON CONFLICT DO NOTHING
    RETURNING id, kind, person_id, organization_id
),
channels AS (
    SELECT * FROM unnest($10, $11, $12) AS t (kind, channel, optional)
),
-- an address without a person has a mailbox and nothing else
wanted AS (
    SELECT m.*, c.channel, p.person_id IS NOT NULL AS is_off
    FROM made m
    JOIN channels c ON c.kind = m.kind AND (m.person_id IS NOT NULL OR c.channel = 'mail')
    LEFT JOIN accounts.notice_preferences p
        ON p.person_id = m.person_id AND p.kind = m.kind AND p.channel = c.channel AND NOT p.wanted AND c.optional
),
deliveries AS (
    INSERT INTO accounts.notice_deliveries (id, notice_id, channel, device_id, state, queued_at, sent_at, settled_at, provider, reason)
    SELECT platform.uuid_v7(), w.id, w.channel, d.id, s.state, $13,
           CASE WHEN s.state IN ('sent', 'delivered') THEN $13 END,
           CASE WHEN s.state IN ('delivered', 'suppressed') THEN $13 END,
           CASE WHEN s.state IN ('sent', 'delivered') THEN 'doorward' END,
           CASE WHEN w.is_off THEN 'turned_off' WHEN s.state = 'suppressed' THEN 'no_device' END
    FROM wanted w
    LEFT JOIN accounts.devices d ON w.channel = 'push' AND NOT w.is_off AND d.person_id = w.person_id
    -- The inbox has it as soon as it is written; to live clients it is sent, and nobody knows whether one is there.
    CROSS JOIN LATERAL (SELECT CASE
        WHEN w.is_off OR (w.channel = 'push' AND d.id IS NULL) THEN 'suppressed'
        WHEN w.channel = 'inbox' THEN 'delivered'
        WHEN w.channel = 'live' THEN 'sent'
        ELSE 'queued' END AS state) s
    RETURNING id, notice_id, channel, state
),
queued AS (
    INSERT INTO events.jobs (kind, key, organization_id, payload, traceparent)
    SELECT 'notice.' || d.channel, d.id::text, a.organization_id, '{}', a.traceparent
    FROM deliveries d JOIN asked a ON a.id = d.notice_id WHERE d.state = 'queued'
),
logged AS (
    INSERT INTO events.log (type, organization_id, subject_id, after, traceparent)
    SELECT 'notice.created', a.organization_id, a.id, jsonb_build_object('kind', a.kind, 'person_id', a.person_id), a.traceparent
    FROM deliveries d JOIN asked a ON a.id = d.notice_id WHERE d.channel = 'live' AND d.state = 'sent'
)
SELECT kind, count(*) AS made FROM made GROUP BY kind;
