-- $1 person uuid
UPDATE support.runs r SET record = NULL, erased_at = now()
FROM support.conversations c
WHERE c.person_id = $1 AND r.organization_id = c.organization_id AND r.conversation_id = c.id AND r.record IS NOT NULL;
