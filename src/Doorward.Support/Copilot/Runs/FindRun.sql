-- $1 draft uuid
SELECT r.record::text AS record, r.form FROM support.runs r WHERE r.draft_id = $1;
