-- $1 after tx xid8  $2 after seq bigint
-- Rows that are committed but not yet in a final order, because an older transaction is still running.
-- Not EXISTS: for a third of the log, which is what the planner expects of a place it does not know, it reads the log from its beginning.
SELECT (SELECT seq FROM events.log WHERE (tx, seq) > ($1, $2) ORDER BY tx, seq LIMIT 1) IS NOT NULL;
