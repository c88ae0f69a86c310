-- $1 person uuid
-- What was asked and decided about them; not what was looked up, which may speak of the agency's inner workings.
SELECT r.id, jsonb_build_object('finished_at', r.finished_at, 'outcome', r.outcome, 'model', r.model, 'question', r.record->'question', 'triaged', r.record->'triaged',
                                'decision', r.record->'decision')::text AS record
FROM support.conversations c
JOIN support.runs r ON r.organization_id = c.organization_id AND r.conversation_id = c.id
WHERE c.person_id = $1 AND r.record IS NOT NULL
ORDER BY r.id;
