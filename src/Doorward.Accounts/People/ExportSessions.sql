-- $1 person uuid
SELECT jsonb_build_object('id', id, 'browser', user_agent, 'created_at', created_at, 'seen_at', seen_at, 'ends_at', ends_at)::text
FROM accounts.sessions WHERE person_id = $1
ORDER BY id;
