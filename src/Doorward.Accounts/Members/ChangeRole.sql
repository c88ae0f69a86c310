-- $1 member_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 roles text[]  $5 traceparents text[]
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS t (member_id, organization_id, person_id, role, traceparent, n)
),
-- All owners of the agency, in order: of two who depose each other at once, or leave, the second waits here, and then meets rows that are newer
-- than its snapshot, and is decided on a fresh one.
owners AS (
    SELECT m.organization_id, m.person_id FROM accounts.members m
    WHERE m.organization_id IN (SELECT organization_id FROM asked) AND m.role = 'owner' AND m.left_at IS NULL
    ORDER BY m.organization_id, m.person_id
    FOR UPDATE
),
by_owners AS (
    SELECT a.* FROM asked a JOIN owners o ON o.organization_id = a.organization_id AND o.person_id = a.person_id
),
known AS (
    SELECT b.*, m.role AS old_role, m.joined_at, p.name, p.email
    FROM by_owners b
    JOIN accounts.members m ON m.organization_id = b.organization_id AND m.person_id = b.member_id AND m.left_at IS NULL AND m.kind = 'person'
    JOIN accounts.people p ON p.id = m.person_id
),
found AS (
    SELECT k.* FROM known k
    WHERE k.role = 'owner' OR EXISTS (SELECT FROM owners o WHERE o.organization_id = k.organization_id AND o.person_id <> k.member_id)
),
changed AS (
    UPDATE accounts.members m SET role = f.role
    FROM found f WHERE m.organization_id = f.organization_id AND m.person_id = f.member_id AND m.role <> f.role
),
-- another right, another secret: the next request of each of their sessions gets a new cookie
rotated AS (
    UPDATE accounts.sessions s SET rotated_at = '-infinity'
    FROM found f WHERE s.person_id = f.member_id AND f.role <> f.old_role
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'member.role_changed', organization_id, person_id, member_id, jsonb_build_object('role', old_role), jsonb_build_object('role', role), traceparent
    FROM found WHERE role <> old_role
)
SELECT n, 'changed' AS outcome, member_id, name, email, role, joined_at FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM by_owners) THEN 'owners_only'
           WHEN a.n NOT IN (SELECT n FROM known) THEN 'no_such_member'
           ELSE 'last_owner'
       END,
       NULL, NULL, NULL, NULL, NULL
FROM asked a WHERE a.n NOT IN (SELECT n FROM found);
