-- An agency with 40 agents, 40 properties, 2,000 applicants and 20,000 visits of the past.
CREATE SCHEMA bench;

CREATE FUNCTION bench.id(kind int, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('0199000' || kind || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid
$$;

-- When slot 0 begins. 40 slots, one an agent, begin together; the next 40 half an hour later.
CREATE TABLE bench.first_slot AS SELECT date_trunc('day', now()) + interval '1 day' AS at;

CREATE FUNCTION bench.during(number bigint) RETURNS tstzrange LANGUAGE sql STABLE AS $$
    SELECT tstzrange(at + (number / 40) * interval '30 minutes', at + (number / 40 + 1) * interval '30 minutes') FROM bench.first_slot
$$;

INSERT INTO accounts.organizations (id, slug, name, created_at) VALUES (bench.id(0, 0), 'bench', 'Bench', now());

INSERT INTO accounts.people (id, name, email, created_at)
SELECT bench.id(1, n), 'Agent ' || n, 'agent' || n || '@bench.test', now() FROM generate_series(0, 39) n
UNION ALL
SELECT bench.id(3, n), 'Applicant ' || n, 'applicant' || n || '@bench.test', now() FROM generate_series(0, 1999) n;

INSERT INTO accounts.members (organization_id, person_id, role, joined_at)
SELECT bench.id(0, 0), bench.id(1, n), 'agent', now() FROM generate_series(0, 39) n;

INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at)
SELECT 'doorward', bench.id(3, n)::text, bench.id(3, n), now() FROM generate_series(0, 1999) n;

INSERT INTO visits.properties (organization_id, id, name, address, time_zone, created_at)
SELECT bench.id(0, 0), bench.id(2, n), 'Property ' || n, 'Street ' || n, 'Europe/Lisbon', now() FROM generate_series(0, 39) n;

INSERT INTO visits.applicants (organization_id, id, external_id, name, email, risk_level, person_id, created_at)
SELECT bench.id(0, 0), bench.id(4, n), 'bench-' || n, 'Applicant ' || n, 'applicant' || n || '@bench.test', 'LOW', bench.id(3, n), now()
FROM generate_series(0, 1999) n;

-- Numbers below zero: slots before tomorrow, thus before today as well.
INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, status, parallel, created_at)
SELECT bench.id(0, 0), bench.id(5, n), bench.id(2, n % 40), bench.id(1, n % 40), bench.during(n - 20000 - 40 * 48 * 2), 'booked', false, now()
FROM generate_series(0, 19999) n;

INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, created_at)
SELECT bench.id(0, 0), bench.id(6, n), bench.id(5, n), bench.id(4, n % 2000), s.during, 'confirmed', now()
FROM generate_series(0, 19999) n
JOIN visits.slots s ON s.organization_id = bench.id(0, 0) AND s.id = bench.id(5, n);
