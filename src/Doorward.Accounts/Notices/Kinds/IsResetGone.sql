-- $1 facts jsonb  $2 organization_id uuid; a reset has none
-- A link that was used, or that fell with another of the same person. That its hour is over the notice knows by itself.
SELECT CASE WHEN r.id IS NULL OR r.used_at IS NOT NULL THEN 'reset_used' END AS reason
FROM (SELECT ($1->>'reset_id')::uuid AS id, $2::uuid AS organization_id) AS asked
LEFT JOIN accounts.resets r ON r.id = asked.id;
