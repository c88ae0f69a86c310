-- $1 id uuid
-- Nobody's in particular: the signature says that its bearer was given it.
SELECT id, purpose, name, content_type, bytes, sha256, upload, object, upload_until FROM accounts.files WHERE id = $1;
