-- $1 person uuid
WITH theirs AS (
    SELECT c.organization_id, c.id FROM support.conversations c
    WHERE c.person_id = $1
       OR EXISTS (SELECT FROM visits.applicants p WHERE p.organization_id = c.organization_id AND p.id = c.applicant_id AND p.person_id = $1)
    ORDER BY c.id
    FOR UPDATE
),
conversations AS (
    UPDATE support.conversations c SET customer_ref = 'erased', tags = '{}' FROM theirs t WHERE c.organization_id = t.organization_id AND c.id = t.id
),
messages AS (
    UPDATE support.messages m SET body = '[erased]', idempotency_key = NULL, idempotency_digest = NULL
    FROM theirs t WHERE m.organization_id = t.organization_id AND m.conversation_id = t.id
),
notes AS (
    UPDATE support.notes n SET body = '[erased]' FROM theirs t WHERE n.organization_id = t.organization_id AND n.conversation_id = t.id
),
drafts AS (
    UPDATE support.drafts d SET body = CASE d.body WHEN '' THEN '' ELSE '[erased]' END, sentences = '[]', verdicts = '{}', reason = '', review_reason = ''
    FROM theirs t WHERE d.organization_id = t.organization_id AND d.conversation_id = t.id
    RETURNING d.organization_id, d.id
)
UPDATE support.reviews r SET difference = NULL, reason = ''
FROM drafts d WHERE r.organization_id = d.organization_id AND r.draft_id = d.id;
