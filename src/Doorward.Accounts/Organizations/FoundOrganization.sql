-- $1 token_digests bytea[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 slugs text[]  $5 organization_names text[]  $6 names text[]
-- $7 emails text[]  $8 password_hashes text[]; null: no password  $9 traceparents text[]  $10 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
        AS t (token_digest, organization_id, person_id, slug, organization_name, name, email, password_hash, traceparent, n)
),
-- the row lock decides between two who follow the link at once
used AS (
    UPDATE accounts.owner_links l SET used_at = $10
    FROM asked a WHERE l.token_digest = a.token_digest AND l.used_at IS NULL
    RETURNING a.*
),
organization AS (
    INSERT INTO accounts.organizations (id, slug, name, created_at) SELECT organization_id, slug, organization_name, $10 FROM used
),
person AS (
    INSERT INTO accounts.people (id, name, email, created_at) SELECT person_id, name, email, $10 FROM used
),
sign_in AS (
    INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at) SELECT 'doorward', person_id::text, person_id, $10 FROM used
),
password AS (
    INSERT INTO accounts.passwords (person_id, address, hash, changed_at)
    SELECT person_id, lower(email), password_hash, $10 FROM used WHERE password_hash IS NOT NULL
),
member AS (
    INSERT INTO accounts.members (organization_id, person_id, role, joined_at) SELECT organization_id, person_id, 'owner', $10 FROM used
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'organization.founded', organization_id, person_id, organization_id, jsonb_build_object('slug', slug), traceparent FROM used
    UNION ALL
    SELECT 'person.created', NULL, person_id, person_id, NULL, traceparent FROM used
    UNION ALL
    SELECT 'member.joined', organization_id, person_id, person_id, jsonb_build_object('role', 'owner'), traceparent FROM used
)
SELECT n, 'founded' AS outcome FROM used
UNION ALL
SELECT a.n, 'link_used' FROM asked a WHERE a.n NOT IN (SELECT n FROM used);
