-- $1 address text; in lower case  $2 id uuid  $3 token_digest bytea  $4 now timestamptz  $5 expires timestamptz  $6 traceparent text
WITH asked AS (
    INSERT INTO accounts.resets (id, person_id, token_digest, created_at, expires_at)
    SELECT $2, person_id, $3, $4, $5 FROM accounts.passwords WHERE address = $1
    RETURNING id, person_id, expires_at
)
INSERT INTO events.log (type, actor_id, subject_id, after, traceparent)
SELECT 'reset.created', person_id, id, jsonb_build_object('person_id', person_id, 'expires_at', expires_at), $6 FROM asked
RETURNING id;
