-- $1 draft_ids uuid[]  $2 versions int[]; null for whichever there is  $3 organization_ids uuid[]  $4 person_ids uuid[]  $5 actions text[]; REJECTED or ESCALATED
-- $6 reasons text[]  $7 review_ids uuid[]  $8 traceparents text[]  $9 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (draft_id, version, organization_id, person_id, action, reason, review_id, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
-- the conversation before its draft, as everywhere
found AS (
    SELECT a.draft_id, a.organization_id, a.person_id, a.action, a.reason, a.review_id, a.traceparent, a.n,
           d.conversation_id, d.message_id, d.status, d.version, d.rank
    FROM staff a
    JOIN support.drafts d ON d.organization_id = a.organization_id AND d.id = a.draft_id
    JOIN support.conversations c ON c.organization_id = d.organization_id AND c.id = d.conversation_id
    WHERE d.status IN ('SUGGESTED', 'ESCALATED') AND d.status <> a.action AND (a.version IS NULL OR d.version = a.version)
    ORDER BY c.id, d.id
    FOR NO KEY UPDATE OF c, d
),
-- an escalated draft still waits for a person, so it is not reviewed yet
changed AS (
    UPDATE support.drafts d
    SET status = f.action, version = d.version + 1, review_reason = f.reason,
        reviewed_by = CASE f.action WHEN 'REJECTED' THEN f.person_id END, reviewed_at = CASE f.action WHEN 'REJECTED' THEN $9 END
    FROM found f WHERE d.organization_id = f.organization_id AND d.id = f.draft_id
),
reviewed AS (
    INSERT INTO support.reviews (organization_id, id, draft_id, person_id, action, version, reason, at)
    SELECT organization_id, review_id, draft_id, person_id, action, version, reason, $9 FROM found
),
logged AS (
    INSERT INTO events.log (id, type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT review_id, CASE action WHEN 'REJECTED' THEN 'draft.rejected' ELSE 'draft.escalated' END, organization_id, person_id, draft_id,
           jsonb_build_object('status', status, 'version', version),
           jsonb_build_object('status', action, 'version', version + 1, 'conversation_id', conversation_id, 'message_id', message_id, 'rank', rank),
           traceparent
    FROM found
)
SELECT n, CASE action WHEN 'REJECTED' THEN 'rejected' ELSE 'escalated' END AS outcome, NULL::text AS status, NULL::int AS current_version,
       NULL::text AS reviewer, NULL::timestamptz AS reviewed_at
FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN d.id IS NULL THEN 'no_such_draft'
           WHEN d.status = 'SUPERSEDED' THEN 'draft_superseded'
           WHEN d.status = 'ESCALATED' AND a.action = 'ESCALATED' THEN 'already_escalated'
           WHEN d.status IN ('SENT', 'REJECTED') THEN 'draft_already_reviewed'
           ELSE 'draft_changed'
       END,
       d.status, d.version, p.name, d.reviewed_at
FROM asked a
LEFT JOIN support.drafts d ON d.organization_id = a.organization_id AND d.id = a.draft_id
LEFT JOIN accounts.people p ON p.id = d.reviewed_by
WHERE a.n NOT IN (SELECT n FROM found);
