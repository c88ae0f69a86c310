-- $1 person_id uuid
SELECT id, platform, registered_at FROM accounts.devices WHERE person_id = $1 ORDER BY id;
