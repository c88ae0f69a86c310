-- $1 message_ids uuid[]  $2 conversation_ids uuid[]  $3 opens boolean[]  $4 organization_ids uuid[]  $5 person_ids uuid[]; null for a guest
-- $6 by text[]; staff, customer or guest  $7 customer_refs text[]  $8 applicant_ids uuid[]  $9 bodies text[]  $10 keys text[]  $11 digests bytea[]
-- $12 traceparents text[]  $13 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WITH ORDINALITY
        AS t (message_id, conversation_id, opens, organization_id, person_id, by, customer_ref, applicant_id, body, key, digest, traceparent, n)
),
-- who left the agency since their token was checked does nothing more; a customer is known as an applicant by themselves only
allowed AS (
    SELECT a.*,
           CASE WHEN a.by = 'customer' THEN a.person_id END AS customer_id,
           CASE WHEN a.by = 'customer'
                THEN (SELECT p.id FROM visits.applicants p WHERE p.organization_id = a.organization_id AND p.person_id = a.person_id LIMIT 1)
                ELSE (SELECT p.id FROM visits.applicants p WHERE p.organization_id = a.organization_id AND p.id = a.applicant_id LIMIT 1)
           END AS known_applicant_id
    FROM asked a
    WHERE a.by <> 'staff'
       OR (SELECT m.role FROM accounts.members m
           WHERE m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL LIMIT 1) IS NOT NULL
),
-- the same key is the same message, whether it came before or stands earlier in this batch
fresh AS (
    SELECT a.* FROM allowed a
    WHERE (a.applicant_id IS NULL OR a.known_applicant_id IS NOT NULL)
      AND (a.key IS NULL
           OR ((SELECT m.id FROM support.messages m
                WHERE m.organization_id = a.organization_id AND m.idempotency_key = a.key LIMIT 1) IS NULL
               AND NOT EXISTS (SELECT FROM allowed e WHERE e.n < a.n AND e.organization_id = a.organization_id AND e.key = a.key)))
),
-- lock in id order, so that two nodes' batches cannot deadlock; the conversation before anything in it, as everywhere
entered AS (
    SELECT a.n, c.messages
    FROM fresh a
    JOIN support.conversations c ON c.organization_id = a.organization_id AND c.id = a.conversation_id
    WHERE NOT a.opens AND (a.by <> 'customer' OR c.person_id = a.customer_id)
    ORDER BY c.id
    FOR NO KEY UPDATE OF c
),
winners AS (
    SELECT f.*, coalesce(e.messages, 0) + row_number() OVER (PARTITION BY f.organization_id, f.conversation_id ORDER BY f.n) AS number
    FROM fresh f LEFT JOIN entered e ON e.n = f.n
    WHERE f.opens OR e.n IS NOT NULL
),
opened AS (
    INSERT INTO support.conversations (organization_id, id, customer_ref, person_id, applicant_id, messages, created_at, last_message_at)
    SELECT organization_id, conversation_id, customer_ref, customer_id, known_applicant_id, 1, $13, $13 FROM winners WHERE opens
),
-- a customer who writes again finds somebody, whatever was done with the conversation
counted AS (
    UPDATE support.conversations c
    SET messages = w.last, last_message_at = $13, status = 'OPEN', snoozed_until = NULL
    FROM (SELECT organization_id, conversation_id, max(number) AS last FROM winners WHERE NOT opens GROUP BY 1, 2) w
    WHERE c.organization_id = w.organization_id AND c.id = w.conversation_id
),
said AS (
    INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, created_at, idempotency_key, idempotency_digest)
    SELECT organization_id, message_id, conversation_id, number, 'CUSTOMER', customer_id, body, $13, key, digest FROM winners
),
superseded AS (
    UPDATE support.drafts d SET status = 'SUPERSEDED', version = d.version + 1, reviewed_at = $13, review_reason = 'newer_message'
    FROM (SELECT DISTINCT ON (organization_id, conversation_id) * FROM winners WHERE NOT opens ORDER BY organization_id, conversation_id, n) w
    WHERE d.organization_id = w.organization_id AND d.conversation_id = w.conversation_id AND d.status IN ('SUGGESTED', 'ESCALATED')
    RETURNING d.organization_id, d.id, d.conversation_id, d.message_id, d.version, w.message_id AS newer_id, w.traceparent
),
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT 'message.created', organization_id, person_id, message_id, NULL,
           jsonb_build_object('conversation_id', conversation_id, 'number', number, 'author', 'CUSTOMER'), traceparent
    FROM winners
    UNION ALL
    SELECT 'draft.superseded', organization_id, NULL, id, jsonb_build_object('version', version - 1),
           jsonb_build_object('conversation_id', conversation_id, 'message_id', message_id, 'version', version, 'reason', 'newer_message', 'newer_message_id', newer_id),
           traceparent
    FROM superseded
)
SELECT n, 'ingested' AS outcome, message_id AS id, conversation_id, number::int, 'CUSTOMER' AS author, customer_id AS person_id, body,
       NULL::uuid AS draft_id, $13 AS created_at
FROM winners
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM allowed) THEN 'no_longer_staff'
           WHEN m.id IS NOT NULL AND m.idempotency_digest = a.digest THEN 'ingested'
           WHEN m.id IS NOT NULL THEN 'idempotency_key_reused'
           WHEN t.n IS NOT NULL AND t.digest = a.digest THEN 'ingested'
           WHEN t.n IS NOT NULL THEN 'idempotency_key_reused'
           WHEN l.n IS NOT NULL AND l.applicant_id IS NOT NULL AND l.known_applicant_id IS NULL THEN 'no_such_applicant'
           ELSE 'no_such_conversation'
       END,
       coalesce(m.id, t.message_id), coalesce(m.conversation_id, t.conversation_id), coalesce(m.number, t.number)::int,
       'CUSTOMER', coalesce(m.person_id, t.customer_id), coalesce(m.body, t.body), NULL::uuid, coalesce(m.created_at, $13)
FROM asked a
LEFT JOIN allowed l ON l.n = a.n
LEFT JOIN LATERAL (
    SELECT m.* FROM support.messages m WHERE m.organization_id = a.organization_id AND m.idempotency_key = a.key LIMIT 1
) m ON true
LEFT JOIN LATERAL (  -- the earlier one of this batch
    SELECT w.* FROM winners w WHERE w.organization_id = a.organization_id AND w.key = a.key LIMIT 1
) t ON true
WHERE a.n NOT IN (SELECT n FROM winners);
