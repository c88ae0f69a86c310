-- $1 organization uuid  $2 person uuid  $3 after uuid  $4 take integer
SELECT id, purpose, name, content_type, bytes, sha256, width, height, completed_at, created_at
FROM accounts.files WHERE organization_id = $1 AND person_id = $2 AND id > $3 ORDER BY id LIMIT $4;
