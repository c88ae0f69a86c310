-- $1 person_ids uuid[]  $2 organization_ids uuid[]  $3 languages text[]  $4 choices jsonb[]  $5 traceparents text[]  $6 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (person_id, organization_id, language, choices, traceparent, n)
),
-- in one order, so that two nodes cannot deadlock
choices AS (
    SELECT a.person_id, c.kind, c.channel, c.wanted
    FROM asked a, jsonb_to_recordset(a.choices) AS c (kind text, channel text, wanted boolean)
    ORDER BY a.person_id, c.kind, c.channel
),
chosen AS (
    INSERT INTO accounts.notice_preferences (person_id, kind, channel, wanted, changed_at)
    SELECT person_id, kind, channel, wanted, $6 FROM choices
    ON CONFLICT (person_id, kind, channel) DO UPDATE SET wanted = excluded.wanted, changed_at = excluded.changed_at
),
spoken AS (
    UPDATE accounts.people p SET language = a.language FROM asked a WHERE p.id = a.person_id AND a.language IS NOT NULL
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'notice_preferences.changed', organization_id, person_id, person_id, jsonb_build_object('person_id', person_id), traceparent FROM asked
)
SELECT n, 'changed' AS outcome FROM asked;
