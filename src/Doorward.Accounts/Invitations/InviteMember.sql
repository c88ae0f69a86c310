-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 emails text[]  $5 roles text[]  $6 token_digests bytea[]
-- $7 traceparents text[]  $8 expiries timestamptz[]  $9 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (id, organization_id, person_id, email, role, token_digest, traceparent, expires_at, n)
),
-- the owner may have been deposed since the token was checked
by_owners AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id
    WHERE m.role = 'owner' AND m.left_at IS NULL
),
invited AS (
    INSERT INTO accounts.invitations (organization_id, id, email, role, token_digest, invited_by, created_at, sent_at, expires_at)
    SELECT organization_id, id, email, role, token_digest, person_id, $9, $9, expires_at FROM by_owners
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'invitation.created', organization_id, person_id, id, jsonb_build_object('role', role, 'expires_at', expires_at), traceparent FROM by_owners
)
SELECT a.n, CASE WHEN a.n IN (SELECT n FROM by_owners) THEN 'invited' ELSE 'owners_only' END AS outcome FROM asked a;
