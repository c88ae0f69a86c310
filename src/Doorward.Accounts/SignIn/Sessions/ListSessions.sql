-- $1 person uuid  $2 now timestamptz  $3 idle_since timestamptz
SELECT s.id, s.user_agent, s.created_at, s.seen_at, s.ends_at,
       -- as FindSession has it
       (SELECT m.organization_id FROM accounts.members m WHERE m.person_id = s.person_id AND m.left_at IS NULL
        ORDER BY (m.organization_id = s.organization_id) DESC NULLS LAST, m.joined_at, m.organization_id LIMIT 1)
FROM accounts.sessions s
WHERE s.person_id = $1 AND s.ends_at > $2 AND s.seen_at > $3
ORDER BY s.id DESC
LIMIT 100;
