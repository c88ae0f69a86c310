-- $1 organization uuid  $2 conversation uuid  $3 now timestamptz  $4 traceparent text
WITH woken AS (
    UPDATE support.conversations SET status = 'OPEN', snoozed_until = NULL
    WHERE organization_id = $1 AND id = $2 AND status = 'SNOOZED' AND snoozed_until <= $3
    RETURNING organization_id, id, assignee_id, applicant_id
)
INSERT INTO events.log (type, organization_id, subject_id, before, after, traceparent)
SELECT 'conversation.reopened', organization_id, id,
       jsonb_build_object('status', 'SNOOZED', 'assignee_id', assignee_id, 'applicant_id', applicant_id),
       jsonb_build_object('status', 'OPEN', 'assignee_id', assignee_id, 'applicant_id', applicant_id, 'conversation_id', id, 'snoozed_until', NULL),
       $4
FROM woken;
