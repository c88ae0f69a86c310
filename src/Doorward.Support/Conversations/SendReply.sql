-- $1 message_ids uuid[]  $2 conversation_ids uuid[]  $3 organization_ids uuid[]  $4 person_ids uuid[]  $5 bodies text[]  $6 keys text[]  $7 digests bytea[]
-- $8 traceparents text[]  $9 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (message_id, conversation_id, organization_id, person_id, body, key, digest, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
-- the conversation before anything in it, as everywhere; one command a conversation in a batch
found AS (
    SELECT a.*, c.messages + 1 AS number
    FROM staff a
    JOIN support.conversations c ON c.organization_id = a.organization_id AND c.id = a.conversation_id
    WHERE a.key IS NULL
       OR (SELECT m.id FROM support.messages m WHERE m.organization_id = a.organization_id AND m.idempotency_key = a.key LIMIT 1) IS NULL
    ORDER BY c.id
    FOR NO KEY UPDATE OF c
),
counted AS (
    UPDATE support.conversations c SET messages = f.number, last_message_at = $9
    FROM found f WHERE c.organization_id = f.organization_id AND c.id = f.conversation_id
),
said AS (
    INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, created_at, idempotency_key, idempotency_digest)
    SELECT organization_id, message_id, conversation_id, number, 'STAFF', person_id, body, $9, key, digest FROM found
),
superseded AS (
    UPDATE support.drafts d
    SET status = 'SUPERSEDED', version = d.version + 1, reviewed_by = f.person_id, reviewed_at = $9, review_reason = 'answered_by_person'
    FROM found f
    WHERE d.organization_id = f.organization_id AND d.conversation_id = f.conversation_id AND d.status IN ('SUGGESTED', 'ESCALATED')
    RETURNING d.organization_id, d.id, d.conversation_id, d.message_id, d.version, f.person_id, f.message_id AS newer_id, f.traceparent
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'reply.sent', organization_id, person_id, message_id, NULL::jsonb,
           jsonb_build_object('conversation_id', conversation_id, 'number', number, 'author', 'STAFF'), traceparent
    FROM found
    UNION ALL
    SELECT 'draft.superseded', organization_id, person_id, id, jsonb_build_object('version', version - 1),
           jsonb_build_object('conversation_id', conversation_id, 'message_id', message_id, 'version', version, 'reason', 'answered_by_person', 'newer_message_id', newer_id),
           traceparent
    FROM superseded
)
SELECT n, 'sent' AS outcome, message_id AS id, conversation_id, number, 'STAFF' AS author, person_id, body, NULL::uuid AS draft_id, $9 AS created_at
FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN m.id IS NOT NULL AND m.idempotency_digest = a.digest THEN 'sent'
           WHEN m.id IS NOT NULL THEN 'idempotency_key_reused'
           ELSE 'no_such_conversation'
       END,
       m.id, m.conversation_id, m.number, m.author, m.person_id, m.body, m.draft_id, m.created_at
FROM asked a
LEFT JOIN LATERAL (
    SELECT m.* FROM support.messages m WHERE m.organization_id = a.organization_id AND m.idempotency_key = a.key LIMIT 1
) m ON true
WHERE a.n NOT IN (SELECT n FROM found);
