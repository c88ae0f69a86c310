-- $1 delivery_id uuid
-- What it takes to carry out a delivery that still waits; nothing when it was settled meanwhile, or its notice is gone with its person.
SELECT d.channel, n.id, n.kind, n.facts::text AS facts, n.created_at, n.good_until, n.person_id, coalesce(p.email, n.address) AS address,
       coalesce(nullif(btrim(p.name), ''), p.email, n.address) AS recipient, p.language, o.name AS organization,
       d.attempts, v.id AS device_id, v.token,
       EXISTS (SELECT FROM accounts.notice_preferences c
               WHERE c.person_id = n.person_id AND c.kind = n.kind AND c.channel = d.channel AND NOT c.wanted) AS is_off,
       EXISTS (SELECT FROM accounts.suppressed_addresses s
               WHERE s.digest = accounts.address_digest(coalesce(p.email, n.address))) AS is_suppressed
FROM accounts.notice_deliveries d
JOIN accounts.notices n ON n.id = d.notice_id
LEFT JOIN accounts.people p ON p.id = n.person_id
LEFT JOIN accounts.organizations o ON o.id = n.organization_id
LEFT JOIN accounts.devices v ON v.id = d.device_id AND v.person_id = n.person_id
WHERE d.id = $1 AND d.state = 'queued';
