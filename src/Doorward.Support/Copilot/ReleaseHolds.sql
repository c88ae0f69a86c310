-- $1 organizations uuid[]  $2 subjects uuid[]; drafts, or the replies that were sent from them  $3 traceparents text[]
SELECT DISTINCT d.organization_id, d.id, e.traceparent
FROM unnest($1, $2, $3) AS e (organization_id, subject_id, traceparent)
LEFT JOIN support.messages m ON m.organization_id = e.organization_id AND m.id = e.subject_id
JOIN support.drafts d ON d.organization_id = e.organization_id AND d.id = coalesce(m.draft_id, e.subject_id)
WHERE d.offers @? '$[*].held_until ? (@ != null)';
