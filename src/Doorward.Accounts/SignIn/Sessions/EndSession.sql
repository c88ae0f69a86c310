-- $1 person uuid  $2 id uuid; null for all  $3 except uuid; null for none  $4 traceparent text
WITH ended AS (
    DELETE FROM accounts.sessions WHERE person_id = $1 AND ($2 IS NULL OR id = $2) AND ($3 IS NULL OR id <> $3) RETURNING id, person_id
)
INSERT INTO events.log (type, actor_id, subject_id, traceparent)
SELECT 'session.revoked', person_id, id, $4 FROM ended
RETURNING subject_id;
