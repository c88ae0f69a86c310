-- $1 after tx xid8  $2 after seq bigint
-- Rows that are committed but not yet in a final order, because an older transaction is still running.
SELECT EXISTS (SELECT FROM events.log WHERE (tx, seq) > ($1, $2));
