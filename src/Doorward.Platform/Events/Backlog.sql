-- $1 subscribers text[]; those of this program; one that no node has ever run has no cursor yet, and all of the log before it
SELECT 'subscriber', s.subscriber,
       coalesce(extract(epoch FROM clock_timestamp() - next.at), 0)::double precision,
       (c.lease_until IS NULL OR c.lease_until < clock_timestamp())::int::bigint, (c.last_error IS NOT NULL)::int::bigint, 0::bigint
FROM (SELECT subscriber FROM events.cursors UNION SELECT unnest($1)) s
LEFT JOIN events.cursors c ON c.subscriber = s.subscriber
LEFT JOIN LATERAL (
    SELECT l.at FROM events.log l WHERE (l.tx, l.seq) > (coalesce(c.tx, '0'), coalesce(c.seq, 0)) ORDER BY l.tx, l.seq LIMIT 1
) next ON true
UNION ALL
SELECT 'kind', kind,
       coalesce(extract(epoch FROM clock_timestamp() - min(due_at) FILTER (WHERE dead_at IS NULL AND due_at <= now())), 0)::double precision,
       count(*) FILTER (WHERE dead_at IS NULL AND due_at <= now()),
       count(*) FILTER (WHERE dead_at IS NULL AND last_error IS NOT NULL),
       count(*) FILTER (WHERE dead_at IS NOT NULL)
FROM events.jobs GROUP BY kind;
