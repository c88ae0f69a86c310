-- $1 organization uuid  $2 today date
SELECT o.name, y.policy::text AS policy, coalesce(k.revision, 0) AS revision, coalesce(u.read_tokens + u.written_tokens, 0) AS spent
FROM accounts.organizations o
LEFT JOIN support.policies y ON y.organization_id = o.id
LEFT JOIN support.knowledge k ON k.organization_id = o.id
LEFT JOIN support.model_usage u ON u.organization_id = o.id AND u.day = $2
WHERE o.id = $1;
