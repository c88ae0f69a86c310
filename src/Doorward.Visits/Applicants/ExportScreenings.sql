-- $1 person uuid
SELECT jsonb_build_object('organization', o.name, 'event_id', s.event_id, 'risk_level', s.risk_level, 'outcome', s.outcome, 'occurred_at', s.occurred_at,
                          'handled_at', s.handled_at)::text
FROM visits.applicants a
JOIN accounts.organizations o ON o.id = a.organization_id
JOIN visits.screenings s ON s.organization_id = a.organization_id AND s.applicant_id = a.id
WHERE a.person_id = $1
ORDER BY s.handled_at, s.event_key;
