-- $1 draft_ids uuid[]  $2 versions int[]  $3 organization_ids uuid[]  $4 person_ids uuid[]  $5 bodies text[]  $6 differences jsonb[]; null where nothing was edited
-- $7 message_ids uuid[]  $8 review_ids uuid[]  $9 booking_ids uuid[]; booked in the same transaction, or null  $10 traceparents text[]  $11 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
        AS t (draft_id, version, organization_id, person_id, body, difference, message_id, review_id, booking_id, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
-- the conversation before its draft, as everywhere; of two people who approve, the second finds another version
found AS (
    SELECT a.*, d.conversation_id, d.message_id AS answered_id, d.status, d.rank, c.messages + 1 AS number
    FROM staff a
    JOIN support.drafts d ON d.organization_id = a.organization_id AND d.id = a.draft_id
    JOIN support.conversations c ON c.organization_id = d.organization_id AND c.id = d.conversation_id
    WHERE d.status IN ('SUGGESTED', 'ESCALATED') AND d.version = a.version
    ORDER BY c.id, d.id
    FOR NO KEY UPDATE OF c, d
),
sent AS (
    UPDATE support.drafts d SET status = 'SENT', version = d.version + 1, body = f.body, reviewed_by = f.person_id, reviewed_at = $11
    FROM found f WHERE d.organization_id = f.organization_id AND d.id = f.draft_id
),
said AS (
    INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, draft_id, created_at)
    SELECT organization_id, message_id, conversation_id, number, 'STAFF', person_id, body, draft_id, $11 FROM found
),
counted AS (
    UPDATE support.conversations c SET messages = f.number, last_message_at = $11
    FROM found f WHERE c.organization_id = f.organization_id AND c.id = f.conversation_id
),
reviewed AS (
    INSERT INTO support.reviews (organization_id, id, draft_id, person_id, action, version, difference, at)
    SELECT organization_id, review_id, draft_id, person_id, 'APPROVED', version, difference, $11 FROM found
),
-- two facts: the customer may know of the first one, and only staff of the second
logged AS (
    INSERT INTO events.log (id, type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT platform.uuid_v7(), 'reply.sent', organization_id, person_id, message_id, NULL::jsonb,
           jsonb_build_object('conversation_id', conversation_id, 'number', number, 'author', 'STAFF'), traceparent
    FROM found
    UNION ALL
    SELECT review_id, 'draft.sent', organization_id, person_id, draft_id, jsonb_build_object('status', status, 'version', version),
           jsonb_build_object('status', 'SENT', 'version', version + 1, 'conversation_id', conversation_id, 'message_id', answered_id, 'rank', rank,
                              'reply_id', message_id, 'edited', difference IS NOT NULL, 'booking_id', booking_id),
           traceparent
    FROM found
)
SELECT n, 'approved' AS outcome, NULL::text AS status, NULL::int AS current_version, NULL::text AS reviewer, NULL::timestamptz AS reviewed_at FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN d.id IS NULL THEN 'no_such_draft'
           WHEN d.status = 'SUPERSEDED' THEN 'draft_superseded'
           WHEN d.status IN ('SENT', 'REJECTED') THEN 'draft_already_reviewed'
           ELSE 'draft_changed'
       END,
       d.status, d.version, p.name, d.reviewed_at
FROM asked a
LEFT JOIN support.drafts d ON d.organization_id = a.organization_id AND d.id = a.draft_id
LEFT JOIN accounts.people p ON p.id = d.reviewed_by
WHERE a.n NOT IN (SELECT n FROM found);
