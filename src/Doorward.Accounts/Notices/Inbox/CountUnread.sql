-- $1 person_id uuid  $2 organization_id uuid
SELECT count(*) FROM accounts.notices n
WHERE n.person_id = $1 AND (n.organization_id = $2 OR n.organization_id IS NULL) AND n.read_at IS NULL
  AND EXISTS (SELECT FROM accounts.notice_deliveries d WHERE d.notice_id = n.id AND d.channel = 'inbox' AND d.state = 'delivered');
