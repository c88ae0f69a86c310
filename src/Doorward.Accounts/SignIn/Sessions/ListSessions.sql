-- $1 person uuid  $2 now timestamptz  $3 idle_since timestamptz
SELECT id, user_agent, created_at, seen_at, ends_at FROM accounts.sessions
WHERE person_id = $1 AND ends_at > $2 AND seen_at > $3
ORDER BY id DESC
LIMIT 100;
