-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 names text[]  $5 scopes text[]; each a list with spaces between
-- $6 digests bytea[]  $7 expiries timestamptz[]  $8 traceparents text[]  $9 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (id, organization_id, person_id, name, scopes, digest, expires_at, traceparent, n)
),
by_owners AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id
    WHERE m.role = 'owner' AND m.left_at IS NULL
),
-- a member that is no person: what staff's statements ask of whoever acts holds for it too, and slots can be its own
named AS (
    INSERT INTO accounts.people (id, name, email, created_at) SELECT id, name, '', $9 FROM by_owners
),
member AS (
    INSERT INTO accounts.members (organization_id, person_id, role, joined_at, kind) SELECT organization_id, id, 'agent', $9, 'key' FROM by_owners
),
created AS (
    INSERT INTO accounts.api_keys (organization_id, id, name, scopes, digest, created_by, created_at, expires_at)
    SELECT organization_id, id, name, string_to_array(scopes, ' '), digest, person_id, $9, expires_at FROM by_owners
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'api_key.created', organization_id, person_id, id,
           jsonb_build_object('scopes', string_to_array(scopes, ' '), 'expires_at', expires_at), traceparent
    FROM by_owners
)
SELECT a.n, CASE WHEN a.n IN (SELECT n FROM by_owners) THEN 'created' ELSE 'owners_only' END AS outcome FROM asked a;
