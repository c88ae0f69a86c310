-- 20,000 visits of the past.
-- When slot 0 begins. 40 slots, one an agent, begin together; the next 40 half an hour later.
CREATE TABLE bench.first_slot AS SELECT date_trunc('day', now()) + interval '1 day' AS at;

CREATE FUNCTION bench.during(number bigint) RETURNS tstzrange LANGUAGE sql STABLE AS $$
    SELECT tstzrange(at + (number / 40) * interval '30 minutes', at + (number / 40 + 1) * interval '30 minutes') FROM bench.first_slot
$$;

-- Numbers below zero: slots before tomorrow, thus before today as well.
INSERT INTO visits.slots (organization_id, id, property_id, agent_id, during, status, parallel, created_at)
SELECT bench.id(0, 0), bench.id(5, n), bench.id(2, n % 40), bench.id(1, n % 40), bench.during(n - 20000 - 40 * 48 * 2), 'booked', false, now()
FROM generate_series(0, 19999) n;

INSERT INTO visits.bookings (organization_id, id, slot_id, applicant_id, during, status, created_at)
SELECT bench.id(0, 0), bench.id(6, n), bench.id(5, n), bench.id(4, n % 2000), s.during, 'confirmed', now()
FROM generate_series(0, 19999) n
JOIN visits.slots s ON s.organization_id = bench.id(0, 0) AND s.id = bench.id(5, n);
