-- $1 organizations uuid[]  $2 froms timestamptz[]  $3 tos timestamptz[]  $4 applicants uuid[]  $5 limits int[]  $6 now timestamptz  $7 time_zones text[]  $8 properties uuid[]
SELECT a.n::int, free.*
FROM unnest($1, $2, $3, $4, $5, $7, $8) WITH ORDINALITY AS a (organization_id, from_time, to_time, applicant_id, most, time_zone, property_id, n)
CROSS JOIN LATERAL (
    SELECT s.id, s.property_id, p.name, p.address, p.time_zone, s.agent_id, s.starts_at, upper(s.during) AS ends_at
    FROM visits.slots s
    CROSS JOIN LATERAL (
        SELECT * FROM visits.properties p WHERE p.organization_id = s.organization_id AND p.id = s.property_id AND (a.time_zone IS NULL OR p.time_zone = a.time_zone) LIMIT 1
    ) p
    WHERE s.organization_id = a.organization_id AND s.property_id = a.property_id AND s.starts_at >= a.from_time AND s.starts_at < a.to_time AND s.starts_at > $6
      AND (s.status = 'available' OR (s.status = 'held' AND (s.held_until <= $6 OR s.held_by = a.applicant_id)))
      AND (SELECT b.id FROM visits.bookings b
           WHERE b.organization_id = s.organization_id AND b.applicant_id = a.applicant_id AND b.during && s.during AND b.status = 'confirmed'
           LIMIT 1) IS NULL
    ORDER BY s.starts_at, s.id
    LIMIT a.most
) free
ORDER BY a.n, free.starts_at, free.id;
