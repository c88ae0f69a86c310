-- $1 member_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 traceparents text[]  $5 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS t (member_id, organization_id, person_id, traceparent, n)
),
-- All owners of the agency, in order: of two who leave at once the second waits here, and then meets a row that is newer than its snapshot,
-- and is decided on a fresh one.
owners AS (
    SELECT m.organization_id, m.person_id FROM accounts.members m
    WHERE m.organization_id IN (SELECT organization_id FROM asked) AND m.role = 'owner' AND m.left_at IS NULL
    ORDER BY m.organization_id, m.person_id
    FOR UPDATE
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
allowed AS (
    SELECT s.* FROM staff s
    WHERE s.member_id = s.person_id OR EXISTS (SELECT FROM owners o WHERE o.organization_id = s.organization_id AND o.person_id = s.person_id)
),
-- an API key is revoked, not removed
known AS (
    SELECT a.*, m.role FROM allowed a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.member_id AND m.left_at IS NULL AND m.kind = 'person'
    ORDER BY m.person_id
    FOR UPDATE OF m
),
found AS (
    SELECT k.* FROM known k
    WHERE k.role <> 'owner' OR EXISTS (SELECT FROM owners o WHERE o.organization_id = k.organization_id AND o.person_id <> k.member_id)
),
gone AS (
    UPDATE accounts.members m SET left_at = $5
    FROM found f WHERE m.organization_id = f.organization_id AND m.person_id = f.member_id
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, traceparent)
    SELECT 'member.left', organization_id, person_id, member_id, jsonb_build_object('role', role), traceparent FROM found
)
SELECT n, 'left' AS outcome FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN a.n NOT IN (SELECT n FROM allowed) THEN 'owners_only'
           WHEN a.n NOT IN (SELECT n FROM known) THEN 'no_such_member'
           ELSE 'last_owner'
       END
FROM asked a WHERE a.n NOT IN (SELECT n FROM found);
