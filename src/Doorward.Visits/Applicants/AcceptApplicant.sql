-- $1 ids uuid[]  $2 organization_ids uuid[]  $3 person_ids uuid[]  $4 external_ids text[]  $5 names text[]  $6 emails text[]  $7 risk_levels text[]
-- $8 traceparents text[]  $9 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
        AS t (id, organization_id, person_id, external_id, name, email, risk_level, traceparent, n)
),
-- who left the agency since their token was checked does nothing more
staff AS (
    SELECT a.* FROM asked a
    JOIN accounts.members m ON m.organization_id = a.organization_id AND m.person_id = a.person_id AND m.left_at IS NULL
),
fresh AS (
    SELECT a.* FROM staff a
    WHERE (SELECT p.id FROM visits.applicants p WHERE p.organization_id = a.organization_id AND p.external_id = a.external_id LIMIT 1) IS NULL
),
accepted AS (
    INSERT INTO visits.applicants (organization_id, id, external_id, name, email, risk_level, created_at)
    SELECT organization_id, id, external_id, name, email, risk_level, $9 FROM fresh WHERE risk_level IN ('LOW', 'MEDIUM')
),
-- ids and levels only: names and addresses of people never enter the log, nor what another system calls them
logged AS (
    INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
    SELECT CASE WHEN risk_level IN ('LOW', 'MEDIUM') THEN 'applicant.accepted' ELSE 'applicant.refused' END,
           organization_id, person_id, id, jsonb_build_object('risk_level', risk_level), traceparent
    FROM fresh
)
SELECT n, CASE WHEN risk_level IN ('LOW', 'MEDIUM') THEN 'accepted' ELSE 'risk_too_high' END AS outcome,
       id, external_id, name, email, risk_level, false AS signed_in, $9 AS created_at
FROM fresh
UNION ALL
SELECT a.n, CASE WHEN a.n NOT IN (SELECT n FROM staff) THEN 'no_longer_staff' ELSE 'known' END, p.id, p.external_id, p.name, p.email, p.risk_level, p.person_id IS NOT NULL, p.created_at
FROM asked a
LEFT JOIN visits.applicants p ON p.organization_id = a.organization_id AND p.external_id = a.external_id
WHERE a.n NOT IN (SELECT n FROM fresh);
