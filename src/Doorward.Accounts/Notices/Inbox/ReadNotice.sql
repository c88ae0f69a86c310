-- $1 notice_ids uuid[]  $2 are_read boolean[]  $3 organization_ids uuid[]  $4 person_ids uuid[]  $5 are_live boolean[]  $6 traceparents text[]  $7 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS t (notice_id, is_read, organization_id, person_id, is_live, traceparent, n)
),
-- all unread ones where none is named; in the order of their ids, so that two nodes cannot deadlock
found AS (
    SELECT a.n, a.is_read, a.is_live, a.organization_id AS asked_in, a.traceparent, x.*
    FROM asked a
    JOIN accounts.notices x ON x.person_id = a.person_id AND (x.organization_id = a.organization_id OR x.organization_id IS NULL)
        AND (x.id = a.notice_id OR (a.notice_id IS NULL AND x.read_at IS NULL))
    ORDER BY x.id
    FOR NO KEY UPDATE OF x
),
changed AS (
    UPDATE accounts.notices x SET read_at = CASE WHEN f.is_read THEN $7 END
    FROM found f WHERE x.id = f.id AND (x.read_at IS NULL) = f.is_read
    RETURNING f.is_read, f.is_live, f.asked_in, f.person_id, x.id, f.traceparent
),
-- it was sent to live clients, and here one of them says that it has it
seen AS (
    UPDATE accounts.notice_deliveries d SET state = 'delivered', settled_at = $7
    FROM changed c WHERE d.notice_id = c.id AND d.channel = 'live' AND d.state = 'sent' AND c.is_live
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT CASE WHEN is_read THEN 'notice.read' ELSE 'notice.unread' END, asked_in, person_id, id, jsonb_build_object('person_id', person_id), traceparent
    FROM changed
)
SELECT a.n, CASE WHEN a.notice_id IS NULL OR a.n IN (SELECT n FROM found) THEN 'done' ELSE 'no_such_notice' END AS outcome FROM asked a;
