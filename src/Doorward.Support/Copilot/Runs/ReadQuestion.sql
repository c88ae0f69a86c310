-- $1 organizations uuid[]  $2 messages uuid[]  $3 turns int  $4 today date
SELECT q.n::int, o.name, m.conversation_id, m.number, m.body, c.applicant_id, coalesce(a.name, p.name) AS customer,
       coalesce((SELECT jsonb_agg(jsonb_build_object('author', t.author, 'body', t.body) ORDER BY t.number)
                 FROM support.messages t
                 WHERE t.organization_id = m.organization_id AND t.conversation_id = m.conversation_id AND t.number < m.number AND t.number >= m.number - $3), '[]')::text AS thread,
       y.policy::text AS policy, c.messages = m.number AND c.status <> 'CLOSED' AS waits, coalesce(u.read_tokens + u.written_tokens, 0) AS spent,
       y.version AS policy_version
FROM unnest($1, $2) WITH ORDINALITY AS q (organization_id, message_id, n)
JOIN support.messages m ON m.organization_id = q.organization_id AND m.id = q.message_id
JOIN support.conversations c ON c.organization_id = m.organization_id AND c.id = m.conversation_id
JOIN accounts.organizations o ON o.id = m.organization_id
LEFT JOIN visits.applicants a ON a.organization_id = c.organization_id AND a.id = c.applicant_id
LEFT JOIN accounts.people p ON p.id = c.person_id
LEFT JOIN LATERAL (
    SELECT y.policy, y.version FROM support.policies y WHERE y.organization_id = m.organization_id ORDER BY y.version DESC LIMIT 1
) y ON true
LEFT JOIN support.model_usage u ON u.organization_id = m.organization_id AND u.day = $4
WHERE m.author = 'CUSTOMER';
