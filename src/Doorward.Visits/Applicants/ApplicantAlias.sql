-- $1 organization uuid  $2 person uuid
SELECT id FROM visits.applicants WHERE organization_id = $1 AND person_id = $2;
