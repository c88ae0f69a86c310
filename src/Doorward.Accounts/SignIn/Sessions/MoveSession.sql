-- $1 id uuid  $2 person uuid  $3 organization uuid  $4 traceparent text
-- To an agency of theirs, no other. Going where it is already is no fact.
WITH found AS (
    SELECT s.id, s.person_id, s.organization_id FROM accounts.sessions s WHERE s.id = $1 AND s.person_id = $2 FOR UPDATE
),
allowed AS (
    SELECT f.*, f.organization_id IS DISTINCT FROM $3 AS moves FROM found f
    JOIN accounts.members m ON m.organization_id = $3 AND m.person_id = f.person_id AND m.left_at IS NULL
),
moved AS (
    UPDATE accounts.sessions s SET organization_id = $3 FROM allowed a WHERE s.id = a.id AND a.moves
),
logged AS (
    INSERT INTO events.log (type, actor_id, subject_id, before, after, traceparent)
    SELECT 'session.moved', person_id, id, jsonb_build_object('organization_id', organization_id), jsonb_build_object('organization_id', $3), $4
    FROM allowed WHERE moves
)
SELECT CASE WHEN EXISTS (SELECT FROM allowed) THEN 'moved' WHEN EXISTS (SELECT FROM found) THEN 'not_your_organization' ELSE 'no_such_session' END AS outcome;
