-- $1 organization uuid  $2 version int; null: the newest
SELECT version, policy::text, changed_by, changed_at
FROM support.policies
WHERE organization_id = $1 AND version = coalesce($2, version)
ORDER BY version DESC
LIMIT 1;
