-- $1 ids uuid[]
WITH gone AS (
    DELETE FROM events.jobs WHERE kind = 'visits.screening' AND id = ANY ($1) RETURNING key
)
DELETE FROM events.jobs f USING gone g WHERE f.kind = 'visits.forget_screening' AND f.key = g.key;
