-- 8,960 free slots: 40 agents, one property each, the half hours from nine to five of the next two weeks.
INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, parallel, created_at)
SELECT bench.id(0, 0), gen_random_uuid(), bench.id(2, a), bench.id(1, a), tstzrange(start, start + interval '30 minutes'), false, now()
FROM generate_series(0, 39) a, generate_series(1, 14) day, generate_series(0, 15) half,
     LATERAL (SELECT date_trunc('day', now()) + day * interval '1 day' + interval '9 hours' + half * interval '30 minutes' AS start) t;

ANALYZE;
