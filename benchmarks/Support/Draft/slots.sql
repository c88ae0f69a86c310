-- 8,000 free slots: 40 agents, one property each, 200 half hours from tomorrow on.
INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, parallel, created_at)
SELECT bench.id(0, 0), gen_random_uuid(), bench.id(2, a), bench.id(1, a), tstzrange(start, start + interval '30 minutes'), false, now()
FROM generate_series(0, 39) a, generate_series(0, 199) n,
     LATERAL (SELECT date_trunc('day', now()) + interval '1 day' + n * interval '30 minutes' AS start) t;

ANALYZE;
