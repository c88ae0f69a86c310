-- $1 ids uuid[]  $2 message_ids text[]  $3 named_ids uuid[]  $4 named_slugs text[]  $5 event_ids text[]  $6 occurred_ats timestamptz[]
-- $7 external_ids text[]  $8 names text[]  $9 emails text[]  $10 risk_levels text[]  $11 problems text[]  $12 texts text[]  $13 traceparents text[]
-- $14 now timestamptz  $15 letters_last interval
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY
        AS t (id, message_id, named_id, named_slug, event_id, occurred_at, external_id, name, email, risk_level, problem, text, traceparent, n)
),
events AS (
    SELECT a.*, o.id AS organization_id, sha256(convert_to(a.event_id, 'UTF8')) AS event_key
    FROM asked a JOIN accounts.organizations o ON o.id = a.named_id OR o.slug = a.named_slug
    WHERE a.problem IS NULL
),
-- of one event twice in this batch the first counts
fresh AS (
    SELECT DISTINCT ON (e.organization_id, e.event_key) e.*,
           (SELECT p.id FROM visits.applicants p WHERE p.organization_id = e.organization_id AND p.external_id = e.external_id LIMIT 1) AS known_id
    FROM events e
    WHERE (SELECT s.outcome FROM visits.screenings s WHERE s.organization_id = e.organization_id AND s.event_key = e.event_key LIMIT 1) IS NULL
    ORDER BY e.organization_id, e.event_key, e.n
),
-- of several that would accept one applicant the first does
ranked AS (
    SELECT f.*, f.risk_level IN ('LOW', 'MEDIUM') AS is_fit,
           first_value(f.id) OVER (PARTITION BY f.organization_id, f.external_id, f.risk_level IN ('LOW', 'MEDIUM') ORDER BY f.n) AS first_id
    FROM fresh f
),
decided AS (
    SELECT r.*, CASE WHEN is_fit THEN coalesce(known_id, first_id) ELSE known_id END AS applicant_id,
           CASE
               WHEN NOT is_fit AND risk_level = 'HIGH' THEN 'risk_too_high'
               WHEN NOT is_fit THEN 'risk_unknown'
               WHEN known_id IS NULL AND first_id = id THEN 'accepted'
               ELSE 'known'
           END AS outcome
    FROM ranked r
),
accepted AS (
    INSERT INTO visits.applicants (organization_id, id, external_id, name, email, risk_level, created_at)
    SELECT organization_id, id, external_id, name, email, risk_level, $14 FROM decided WHERE outcome = 'accepted'
),
recorded AS (
    INSERT INTO visits.screenings (organization_id, event_key, event_id, applicant_id, risk_level, outcome, occurred_at, handled_at)
    SELECT organization_id, event_key, event_id, applicant_id, risk_level, outcome, occurred_at, $14 FROM decided
),
-- ids and levels only: names and addresses of people never enter the log, nor what another system calls them
logged AS (
    INSERT INTO events.log (type, organization_id, subject_id, after, traceparent)
    SELECT CASE WHEN outcome = 'accepted' THEN 'applicant.accepted' ELSE 'applicant.refused' END,
           organization_id, coalesce(applicant_id, id), jsonb_build_object('risk_level', risk_level), traceparent
    FROM decided WHERE outcome <> 'known'
),
-- What nobody can use waits for a person, with its text: as a job that was given up, so that it is listed, shown and run again like any other.
unusable AS (
    SELECT DISTINCT ON (message_id) a.*, coalesce(problem, 'no_such_organization: the event names an organization that is not here.') AS reason
    FROM asked a WHERE n NOT IN (SELECT n FROM events)
    ORDER BY message_id, n
),
parked AS (
    INSERT INTO events.jobs (kind, key, payload, attempts, last_error, dead_at, traceparent)
    SELECT 'visits.screening', message_id, jsonb_build_object('message_id', message_id, 'text', text), 1, reason, clock_timestamp(), traceparent FROM unusable
    ON CONFLICT (kind, key) DO NOTHING
),
-- it speaks of people: it does not wait for ever
forgotten AS (
    INSERT INTO events.jobs (kind, key, due_at) SELECT 'visits.forget_screening', message_id, clock_timestamp() + $15 FROM unusable
    ON CONFLICT (kind, key) DO NOTHING
)
SELECT n, outcome FROM decided
UNION ALL
SELECT n, 'duplicate' FROM events WHERE n NOT IN (SELECT n FROM decided)
UNION ALL
SELECT n, CASE WHEN problem IS NULL THEN 'no_such_organization' ELSE 'malformed' END FROM asked WHERE n NOT IN (SELECT n FROM events);
