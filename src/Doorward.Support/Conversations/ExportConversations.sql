-- $1 person uuid
SELECT c.id, jsonb_pretty(jsonb_build_object(
           'id', c.id, 'organization_id', c.organization_id, 'customer_ref', c.customer_ref, 'created_at', c.created_at,
           'messages', (SELECT jsonb_agg(jsonb_build_object('number', m.number, 'author', m.author, 'body', m.body, 'created_at', m.created_at) ORDER BY m.number)
                        FROM support.messages m WHERE m.organization_id = c.organization_id AND m.conversation_id = c.id))) AS document
FROM support.conversations c
WHERE c.person_id = $1
   OR EXISTS (SELECT FROM visits.applicants p WHERE p.organization_id = c.organization_id AND p.id = c.applicant_id AND p.person_id = $1)
ORDER BY c.id;
