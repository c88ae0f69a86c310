-- $1 first bigint  $2 last bigint
INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, parallel, created_at)
SELECT bench.id(0, 0), bench.id(7, n), bench.id(2, n % 40), bench.id(1, n % 40), bench.during(n), false, now()
FROM generate_series($1, $2) n;
