-- $1 facts jsonb  $2 organization_id uuid
-- Nobody is called to a draft that somebody has decided, or that a newer message made obsolete.
SELECT CASE WHEN d.id IS NULL OR d.status NOT IN ('SUGGESTED', 'ESCALATED') THEN 'draft_decided' END AS reason
FROM (SELECT ($1->>'draft_id')::uuid AS id) AS asked
LEFT JOIN support.drafts d ON d.organization_id = $2 AND d.id = asked.id;
