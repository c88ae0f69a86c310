-- $1 digest bytea  $2 now timestamptz  $3 idle_since timestamptz  $4 grace timestamptz
WITH found AS (
    SELECT s.id, s.person_id, s.organization_id, s.rotated_at, s.ends_at, s.seen_at, true AS is_newest
    FROM accounts.sessions s WHERE s.digest = $1
    UNION ALL
    SELECT s.id, s.person_id, s.organization_id, s.rotated_at, s.ends_at, s.seen_at, false
    FROM accounts.sessions s WHERE s.digest_before = $1 AND s.rotated_at > $4
),
good AS (
    SELECT f.* FROM found f WHERE f.ends_at > $2 AND f.seen_at > $3
),
-- once a minute at the most, however busy it is
seen AS (
    UPDATE accounts.sessions s SET seen_at = $2 FROM good g WHERE s.id = g.id AND s.seen_at <= $4
)
SELECT g.id, g.person_id,
       -- the agency it is for, or, when they have left that, another of theirs
       (SELECT m.organization_id FROM accounts.members m WHERE m.person_id = g.person_id AND m.left_at IS NULL
        ORDER BY (m.organization_id = g.organization_id) DESC NULLS LAST, m.joined_at, m.organization_id LIMIT 1),
       CASE WHEN isfinite(g.rotated_at) THEN g.rotated_at ELSE timestamptz '2000-01-01 00:00:00+00' END, g.ends_at, $2 AS seen_at, g.is_newest
FROM good g;
