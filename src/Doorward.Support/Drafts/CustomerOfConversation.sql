-- $1 organization uuid  $2 conversation uuid
SELECT applicant_id FROM support.conversations WHERE organization_id = $1 AND id = $2;
