-- $1 issuer text  $2 subject text  $3 organization text  $4 email text  $5 name text  $6 new_person_id uuid  $7 traceparent text  $8 now timestamptz
-- The first call of somebody whom a trusted issuer vouches for. Who left the organization stays out until invited again.
WITH organization AS (
    SELECT o.id FROM accounts.organizations o WHERE o.slug = $3 OR o.id::text = $3
),
known AS (
    SELECT s.person_id AS id FROM accounts.sign_ins s WHERE s.issuer = $1 AND s.subject = $2
),
person AS (
    INSERT INTO accounts.people (id, name, email, created_at)
    SELECT $6, $5, $4, $8 WHERE NOT EXISTS (SELECT FROM known) AND EXISTS (SELECT FROM organization)
    RETURNING id
),
sign_in AS (
    INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at) SELECT $1, $2, id, $8 FROM person
),
joined AS (
    INSERT INTO accounts.members (organization_id, person_id, role, joined_at)
    SELECT o.id, who.id, 'agent', $8
    FROM organization o, (SELECT id FROM known UNION ALL SELECT id FROM person) AS who
    ON CONFLICT (organization_id, person_id) DO NOTHING
    RETURNING organization_id, person_id, role
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'member.joined', organization_id, person_id, person_id, jsonb_build_object('role', role, 'issuer', $1), $7 FROM joined
    UNION ALL
    SELECT 'person.created', NULL, id, id, NULL, $7 FROM person
)
SELECT person_id, organization_id, role FROM joined;
