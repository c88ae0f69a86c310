-- $1 note_ids uuid[]  $2 conversation_ids uuid[]  $3 organization_ids uuid[]  $4 person_ids uuid[]  $5 bodies text[]  $6 traceparents text[]  $7 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS t (note_id, conversation_id, organization_id, person_id, body, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
noted AS (
    SELECT a.* FROM staff a
    JOIN support.conversations c ON c.organization_id = a.organization_id AND c.id = a.conversation_id
),
added AS (
    INSERT INTO support.notes (organization_id, id, conversation_id, author_id, body, created_at)
    SELECT organization_id, note_id, conversation_id, person_id, body, $7 FROM noted
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT 'note.added', organization_id, person_id, note_id, jsonb_build_object('conversation_id', conversation_id), traceparent FROM noted
)
SELECT n, 'added' AS outcome, $7 AS created_at FROM noted
UNION ALL
SELECT a.n, CASE WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff' ELSE 'no_such_conversation' END, $7
FROM asked a WHERE a.n NOT IN (SELECT n FROM noted);
