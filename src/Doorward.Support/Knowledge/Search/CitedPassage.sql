-- $1 organization uuid  $2 document uuid  $3 version int  $4 heading text  $5 quote text
-- What may be quoted to customers now: the current version, public. In the form of a candidate, so that it is weighed as one that was found.
SELECT c.document_id, c.version, c.title, c.heading, c.text, c.start_at, c.end_at, c.language, v.valid_until, NULL::int, NULL::int, NULL::int, c.search
FROM support.chunks c
JOIN support.document_versions v ON v.organization_id = c.organization_id AND v.document_id = c.document_id AND v.version = c.version
WHERE c.organization_id = $1 AND c.document_id = $2 AND c.version = $3 AND c.is_current AND c.audience = 'public' AND strpos(c.text, $5) > 0
ORDER BY c.heading = $4 DESC, c.number
LIMIT 1;
