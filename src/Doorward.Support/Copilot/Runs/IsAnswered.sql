-- $1 organization uuid  $2 conversation uuid  $3 message uuid
-- Run with the conversation locked, so that of two entries about one message the second finds what the first has stored.
SELECT CASE
    WHEN EXISTS (SELECT FROM support.runs r WHERE r.organization_id = $1 AND r.conversation_id = $2 AND r.message_id = $3 AND r.event_id IS NOT NULL) THEN 'duplicate'
    WHEN EXISTS (SELECT FROM support.drafts d WHERE d.organization_id = $1 AND d.message_id = $3) THEN 'too_late'
END;
