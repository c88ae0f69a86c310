-- $1 id uuid  $2 person uuid  $3 digest bytea  $4 digest_before bytea; of the cookie that came along, if any  $5 user_agent text  $6 now timestamptz
-- $7 ends timestamptz  $8 traceparent text
WITH replaced AS (
    DELETE FROM accounts.sessions WHERE digest = $4 RETURNING id, person_id
),
-- what has ended is not kept
over AS (
    DELETE FROM accounts.sessions WHERE person_id = $2 AND ends_at <= $6
),
started AS (
    INSERT INTO accounts.sessions (id, person_id, organization_id, digest, user_agent, created_at, seen_at, rotated_at, ends_at)
    SELECT $1, $2, (SELECT m.organization_id FROM accounts.members m WHERE m.person_id = $2 AND m.left_at IS NULL ORDER BY m.joined_at, m.organization_id LIMIT 1),
           $3, $5, $6, $6, $6, $7
    RETURNING id, person_id, organization_id
)
INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
SELECT 'person.signed_in', organization_id, person_id, person_id, jsonb_build_object('session_id', id), $8 FROM started
UNION ALL
SELECT 'session.revoked', NULL, person_id, id, NULL, $8 FROM replaced
RETURNING id;
