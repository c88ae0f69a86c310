-- $1 organization uuid  $2 run uuid  $3 conversation uuid  $4 message uuid  $5 draft uuid  $6 outcome text  $7 form int  $8 record jsonb  $9 model text
-- $10 read_tokens int  $11 written_tokens int  $12 now timestamptz  $13 policy_version int  $14 event uuid
WITH spent AS (
    INSERT INTO support.model_usage AS u (organization_id, day, runs, read_tokens, written_tokens)
    SELECT $1, ($12 AT TIME ZONE 'UTC')::date, 1, $10, $11 WHERE $9 IS NOT NULL
    ON CONFLICT (organization_id, day) DO UPDATE
    SET runs = u.runs + 1, read_tokens = u.read_tokens + excluded.read_tokens, written_tokens = u.written_tokens + excluded.written_tokens
)
INSERT INTO support.runs (organization_id, id, conversation_id, message_id, draft_id, outcome, form, record, model, read_tokens, written_tokens, finished_at, policy_version, event_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);
