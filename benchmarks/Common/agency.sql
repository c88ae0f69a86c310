-- An agency with 40 agents, 40 properties and 2,000 applicants who can sign in.
CREATE SCHEMA bench;

CREATE FUNCTION bench.id(kind int, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('0199000' || kind || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$;

INSERT INTO accounts.organizations (id, slug, name, created_at) VALUES (bench.id(0, 0), 'bench', 'Bench', now());

INSERT INTO accounts.people (id, name, email, created_at)
SELECT bench.id(1, n), 'Agent ' || n, 'agent' || n || '@bench.test', now() FROM generate_series(0, 39) n
UNION ALL
SELECT bench.id(3, n), 'Applicant ' || n, 'applicant' || n || '@bench.test', now() FROM generate_series(0, 1999) n;

INSERT INTO accounts.members (organization_id, person_id, role, joined_at)
SELECT bench.id(0, 0), bench.id(1, n), 'agent', now() FROM generate_series(0, 39) n;

INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at)
SELECT 'doorward', bench.id(3, n)::text, bench.id(3, n), now() FROM generate_series(0, 1999) n
UNION ALL
SELECT 'doorward', bench.id(1, n)::text, bench.id(1, n), now() FROM generate_series(0, 39) n;

INSERT INTO visits.properties (organization_id, id, name, address, time_zone, created_at)
SELECT bench.id(0, 0), bench.id(2, n), 'Property ' || n, 'Street ' || n, 'Europe/Lisbon', now() FROM generate_series(0, 39) n;

INSERT INTO visits.applicants (organization_id, id, external_id, name, email, risk_level, person_id, created_at)
SELECT bench.id(0, 0), bench.id(4, n), 'bench-' || n, 'Applicant ' || n, 'applicant' || n || '@bench.test', 'LOW', bench.id(3, n), now()
FROM generate_series(0, 1999) n;
