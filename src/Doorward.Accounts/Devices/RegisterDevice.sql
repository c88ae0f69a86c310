-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 platforms text[]  $5 tokens text[]  $6 traceparents text[]  $7 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS t (id, organization_id, person_id, platform, token, traceparent, n)
),
alive AS (
    SELECT a.*, d.id AS device_id, d.person_id AS owner_id, d.platform AS platform_before, d.registered_at
    FROM asked a
    LEFT JOIN accounts.devices d ON d.token = a.token
),
-- fifty, so that nobody fills the table or is rung from everywhere at once
allowed AS (
    SELECT a.* FROM alive a
    WHERE a.owner_id = a.person_id
       OR (SELECT count(*) FROM (SELECT FROM accounts.devices d WHERE d.person_id = a.person_id LIMIT 50) AS own) < 50
),
fresh AS (
    INSERT INTO accounts.devices (id, person_id, platform, token, registered_at)
    SELECT id, person_id, platform, token, $7 FROM allowed WHERE device_id IS NULL
),
-- another person's device gets a new id: what was on its way to them must not reach it
moved AS (
    UPDATE accounts.devices d SET id = a.id, person_id = a.person_id, platform = a.platform, registered_at = $7
    FROM allowed a WHERE d.token = a.token AND d.person_id <> a.person_id
),
same AS (
    UPDATE accounts.devices d SET platform = a.platform
    FROM allowed a WHERE d.token = a.token AND d.person_id = a.person_id AND d.platform <> a.platform
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'device.registered', organization_id, person_id, id, jsonb_build_object('platform', platform, 'person_id', person_id), traceparent
    FROM allowed WHERE owner_id IS DISTINCT FROM person_id
)
SELECT n, CASE WHEN owner_id = person_id THEN 'known' ELSE 'registered' END AS outcome,
       CASE WHEN owner_id = person_id THEN device_id ELSE id END, platform, CASE WHEN owner_id = person_id THEN registered_at ELSE $7 END
FROM allowed
UNION ALL
SELECT n, 'too_many_devices', NULL, NULL, NULL FROM asked WHERE n NOT IN (SELECT n FROM allowed);
