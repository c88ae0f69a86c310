-- $1 organization uuid  $2 after_time timestamptz  $3 after_id uuid  $4 limit int
SELECT s.id, s.property_id, s.agent_id, s.starts_at, upper(s.during) AS ends_at, s.status, s.created_at,
       NULL::timestamptz AS held_until, NULL::uuid AS held_by
FROM accounts.members m
JOIN visits.slots s ON s.organization_id = m.organization_id AND s.agent_id = m.person_id
WHERE m.organization_id = $1 AND m.left_at IS NOT NULL AND s.status = 'booked' AND (s.starts_at, s.id) > ($2, $3)
ORDER BY s.starts_at, s.id
LIMIT $4;
