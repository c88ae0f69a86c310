-- $1 draft uuid
SELECT r.record::text AS record FROM support.runs r WHERE r.draft_id = $1;
