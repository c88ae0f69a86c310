-- $1 organization uuid  $2 today date
SELECT o.name, y.policy::text AS policy, coalesce(k.revision, 0) AS revision, coalesce(u.read_tokens + u.written_tokens, 0) AS spent
FROM accounts.organizations o
LEFT JOIN LATERAL (
    SELECT y.policy FROM support.policies y WHERE y.organization_id = o.id ORDER BY y.version DESC LIMIT 1
) y ON true
LEFT JOIN support.knowledge k ON k.organization_id = o.id
LEFT JOIN support.model_usage u ON u.organization_id = o.id AND u.day = $2
WHERE o.id = $1;
