-- $1 person_id uuid  $2 organization_id uuid  $3 before_id uuid  $4 only_unread boolean  $5 limit int
-- In the inbox is what the person did not turn off there; what became of it elsewhere is told beside it.
SELECT n.id, n.kind, n.facts::text AS facts, n.created_at, n.read_at, d.deliveries::text AS deliveries,
       coalesce(nullif(btrim(p.name), ''), p.email) AS recipient, p.language, o.name AS organization
FROM accounts.notices n
JOIN accounts.people p ON p.id = n.person_id
LEFT JOIN accounts.organizations o ON o.id = n.organization_id
CROSS JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('channel', channel, 'state', state, 'reason', reason, 'attempts', attempts,
               'sent_at', sent_at, 'settled_at', settled_at) ORDER BY channel, id) AS deliveries,
           bool_or(channel = 'inbox' AND state = 'delivered') AS is_in_inbox
    FROM accounts.notice_deliveries WHERE notice_id = n.id
) d
WHERE n.person_id = $1 AND (n.organization_id = $2 OR n.organization_id IS NULL) AND n.id < $3 AND (NOT $4 OR n.read_at IS NULL) AND d.is_in_inbox
ORDER BY n.id DESC
LIMIT $5;
