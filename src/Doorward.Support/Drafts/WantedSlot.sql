-- $1 organization uuid  $2 slot uuid
SELECT property_id, starts_at FROM visits.slots WHERE organization_id = $1 AND id = $2;
