-- $1 person uuid
SELECT id, purpose, name, content_type, bytes, sha256, width, height, completed_at, created_at,
       id, purpose, name, content_type, bytes, sha256, upload, object, upload_until
FROM accounts.files WHERE person_id = $1 ORDER BY id;
