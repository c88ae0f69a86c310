-- $1 person uuid
SELECT jsonb_build_object('id', id, 'name', name, 'email', email, 'email_verified', email_verified, 'photo_url', photo_url, 'language', language,
                          'created_at', created_at)::text
FROM accounts.people WHERE id = $1;
