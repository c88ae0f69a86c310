-- $1 organization uuid  $2 ids uuid[]
SELECT id, draft_id, person_id, action, version, difference::text, reason, at
FROM support.reviews
WHERE organization_id = $1 AND id = ANY ($2);
