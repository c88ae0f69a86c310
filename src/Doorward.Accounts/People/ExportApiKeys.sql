-- $1 person uuid
SELECT jsonb_build_object('organization', o.name, 'name', k.name, 'scopes', k.scopes, 'created_at', k.created_at)::text
FROM accounts.api_keys k JOIN accounts.organizations o ON o.id = k.organization_id
WHERE k.created_by = $1
ORDER BY k.id;
