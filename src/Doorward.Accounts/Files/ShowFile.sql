-- $1 organization uuid  $2 person uuid  $3 id uuid
SELECT id, purpose, name, content_type, bytes, sha256, width, height, completed_at, created_at,
       id, purpose, name, content_type, bytes, sha256, upload, object, upload_until
FROM accounts.files WHERE id = $3 AND organization_id = $1 AND person_id = $2;
