-- $1 person uuid
SELECT jsonb_build_object('organization', o.name, 'id', a.id, 'external_id', a.external_id, 'name', a.name, 'email', a.email, 'risk_level', a.risk_level,
                          'created_at', a.created_at)::text
FROM visits.applicants a JOIN accounts.organizations o ON o.id = a.organization_id
WHERE a.person_id = $1
ORDER BY a.id;
