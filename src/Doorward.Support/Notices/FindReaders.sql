-- $1 event_ids uuid[]  $2 organization_ids uuid[]  $3 types text[]  $4 conversation_ids uuid[]
SELECT asked.event_id, r.person_id
FROM unnest($1, $2, $3, $4) AS asked (event_id, organization_id, type, conversation_id)
JOIN support.conversations c ON c.organization_id = asked.organization_id AND c.id = asked.conversation_id
CROSS JOIN LATERAL (
    SELECT c.person_id WHERE asked.type = 'reply.sent'
    UNION ALL
    -- whoever has the conversation, or else the owners
    SELECT m.person_id FROM accounts.members m
    WHERE asked.type = 'draft.escalated' AND m.organization_id = c.organization_id AND m.left_at IS NULL
      AND CASE WHEN c.assignee_id IS NULL THEN m.role = 'owner' ELSE m.person_id = c.assignee_id END
) r
WHERE r.person_id IS NOT NULL;
