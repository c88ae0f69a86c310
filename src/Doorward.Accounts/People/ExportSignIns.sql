-- $1 person uuid
SELECT jsonb_build_object('issuer', issuer, 'subject', subject, 'created_at', created_at)::text FROM accounts.sign_ins WHERE person_id = $1
UNION ALL
SELECT jsonb_build_object('password_of', address, 'changed_at', changed_at)::text FROM accounts.passwords WHERE person_id = $1
UNION ALL
SELECT jsonb_build_object('reset_asked_at', created_at, 'expires_at', expires_at, 'used_at', used_at)::text FROM accounts.resets WHERE person_id = $1;
