-- $1 device_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (device_id, organization_id, person_id, traceparent, n)
),
gone AS (
    DELETE FROM accounts.devices d USING asked a
    WHERE d.id = a.device_id AND d.person_id = a.person_id
    RETURNING a.n, a.organization_id, a.person_id, a.device_id, a.traceparent, d.platform
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, traceparent)
    SELECT 'device.unregistered', organization_id, person_id, device_id, jsonb_build_object('platform', platform, 'person_id', person_id), traceparent FROM gone
)
SELECT a.n, CASE WHEN g.n IS NULL THEN 'no_such_device' ELSE 'unregistered' END AS outcome
FROM asked a LEFT JOIN gone g ON g.n = a.n;
