-- $1 organization uuid  $2 after_id uuid  $3 limit int
SELECT id, external_id, name, email, risk_level, person_id IS NOT NULL AS signed_in, created_at
FROM visits.applicants
WHERE organization_id = $1 AND id > $2
ORDER BY id
LIMIT $3;
