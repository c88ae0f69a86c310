-- $1 subscriber text  $2 cursor tx xid8  $3 cursor seq bigint
-- What the cursor has passed is told by the cursor, and forgotten here.
WITH passed AS (
    DELETE FROM events.handled WHERE subscriber = $1 AND (tx, seq) <= ($2, $3)
)
SELECT tx, seq FROM events.handled WHERE subscriber = $1 AND (tx, seq) > ($2, $3);
