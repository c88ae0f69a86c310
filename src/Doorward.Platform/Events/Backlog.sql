SELECT 'subscriber', c.subscriber,
       coalesce(extract(epoch FROM clock_timestamp() - next.at), 0)::double precision, 0::bigint, (c.last_error IS NOT NULL)::int::bigint, 0::bigint
FROM events.cursors c
LEFT JOIN LATERAL (
    SELECT l.at FROM events.log l WHERE (l.tx, l.seq) > (c.tx, c.seq) ORDER BY l.tx, l.seq LIMIT 1
) next ON true
UNION ALL
SELECT 'kind', kind,
       coalesce(extract(epoch FROM clock_timestamp() - min(due_at) FILTER (WHERE dead_at IS NULL AND due_at <= now())), 0)::double precision,
       count(*) FILTER (WHERE dead_at IS NULL AND due_at <= now()),
       count(*) FILTER (WHERE dead_at IS NULL AND last_error IS NOT NULL),
       count(*) FILTER (WHERE dead_at IS NOT NULL)
FROM events.jobs GROUP BY kind;
