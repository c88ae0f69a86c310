-- $1 organization uuid  $2 draft_ids uuid[]
SELECT id, draft_id, person_id, action, version, difference::text, reason, at
FROM support.reviews
WHERE organization_id = $1 AND draft_id = ANY ($2)
ORDER BY draft_id, version;
