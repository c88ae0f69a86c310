-- $1 person uuid
-- Drafts from outside that were given up wait among the jobs, with what was written for this person.
WITH given_up AS (
    DELETE FROM events.jobs j USING support.conversations c
    WHERE c.person_id = $1 AND j.kind = 'copilot.outside' AND j.organization_id = c.organization_id AND j.payload->'payload'->'draft'->>'conversation_id' = c.id::text
)
UPDATE support.runs r SET record = NULL, erased_at = now()
FROM support.conversations c
WHERE c.person_id = $1 AND r.organization_id = c.organization_id AND r.conversation_id = c.id AND r.record IS NOT NULL;
