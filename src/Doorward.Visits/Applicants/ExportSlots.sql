-- $1 person uuid
SELECT jsonb_build_object('id', s.id, 'property', p.name, 'starts_at', lower(s.during), 'ends_at', upper(s.during), 'status', s.status,
                          'created_at', s.created_at)::text
FROM accounts.members m
JOIN visits.slots s ON s.organization_id = m.organization_id AND s.agent_id = m.person_id
JOIN visits.properties p ON p.organization_id = s.organization_id AND p.id = s.property_id
WHERE m.person_id = $1
ORDER BY s.id;
