-- $1 conversation_ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 actions text[]; assign, snooze, close, reopen, tag, untag, link
-- $5 assignee_ids uuid[]  $6 untils timestamptz[]  $7 tags text[]  $8 applicant_ids uuid[]  $9 traceparents text[]
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) WITH ORDINALITY
        AS t (conversation_id, organization_id, person_id, action, assignee_id, until, tag, applicant_id, traceparent, n)
),
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
-- one command a conversation in a batch
found AS (
    SELECT a.*, c.status, c.assignee_id AS was_assigned_to, c.tags, c.applicant_id AS was_applicant_id, p.person_id AS applicant_person_id
    FROM staff a
    JOIN support.conversations c ON c.organization_id = a.organization_id AND c.id = a.conversation_id
    LEFT JOIN visits.applicants p ON p.organization_id = a.organization_id AND p.id = a.applicant_id
    LEFT JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.assignee_id AND m.left_at IS NULL
    WHERE (a.action <> 'assign' OR a.assignee_id IS NULL OR m.person_id IS NOT NULL)
      AND (a.action <> 'link' OR p.id IS NOT NULL)
      AND (a.action <> 'tag' OR a.tag = ANY (c.tags) OR cardinality(c.tags) < 20)
    ORDER BY c.id
    FOR NO KEY UPDATE OF c
),
after AS (
    SELECT f.*,
           CASE f.action WHEN 'snooze' THEN 'SNOOZED' WHEN 'close' THEN 'CLOSED' WHEN 'reopen' THEN 'OPEN' ELSE f.status END AS new_status,
           CASE f.action WHEN 'assign' THEN f.assignee_id ELSE f.was_assigned_to END AS new_assignee_id,
           CASE f.action WHEN 'tag' THEN CASE WHEN f.tag = ANY (f.tags) THEN f.tags ELSE f.tags || f.tag END
                         WHEN 'untag' THEN array_remove(f.tags, f.tag) ELSE f.tags END AS new_tags,
           CASE f.action WHEN 'link' THEN f.applicant_id ELSE f.was_applicant_id END AS new_applicant_id
    FROM found f
),
-- asking for what is so changes nothing and is not told
differing AS (
    SELECT * FROM after
    WHERE new_status <> status OR new_assignee_id IS DISTINCT FROM was_assigned_to OR new_tags <> tags
       OR new_applicant_id IS DISTINCT FROM was_applicant_id OR action = 'snooze'
),
changed AS (
    UPDATE support.conversations c
    SET status = d.new_status, assignee_id = d.new_assignee_id, tags = d.new_tags, applicant_id = d.new_applicant_id,
        person_id = CASE d.action WHEN 'link' THEN coalesce(d.applicant_person_id, c.person_id) ELSE c.person_id END,
        snoozed_until = CASE WHEN d.new_status <> 'SNOOZED' THEN NULL WHEN d.action = 'snooze' THEN d.until ELSE c.snoozed_until END
    FROM differing d WHERE c.organization_id = d.organization_id AND c.id = d.conversation_id
),
-- tags are the agency's own words and may name people, so the log only says that they changed
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, after, traceparent)
    SELECT CASE action WHEN 'assign' THEN 'conversation.assigned' WHEN 'snooze' THEN 'conversation.snoozed' WHEN 'close' THEN 'conversation.closed'
                       WHEN 'reopen' THEN 'conversation.reopened' WHEN 'link' THEN 'conversation.linked' ELSE 'conversation.tagged' END,
           organization_id, person_id, conversation_id,
           jsonb_build_object('status', status, 'assignee_id', was_assigned_to, 'applicant_id', was_applicant_id),
           jsonb_build_object('status', new_status, 'assignee_id', new_assignee_id, 'applicant_id', new_applicant_id, 'conversation_id', conversation_id,
                              'snoozed_until', CASE WHEN action = 'snooze' THEN until END),
           traceparent
    FROM differing
)
SELECT n, 'changed' AS outcome FROM found
UNION ALL
SELECT a.n,
       CASE
           WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff'
           WHEN c.id IS NULL THEN 'no_such_conversation'
           WHEN a.action = 'assign' THEN 'no_such_member'
           WHEN a.action = 'link' THEN 'no_such_applicant'
           ELSE 'too_many_tags'
       END
FROM asked a
LEFT JOIN support.conversations c ON c.organization_id = a.organization_id AND c.id = a.conversation_id
WHERE a.n NOT IN (SELECT n FROM found);
