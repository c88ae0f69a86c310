-- $1 organization uuid  $2 run uuid  $3 set_name text  $4 set_digest bytea  $5 tier text  $6 passed int  $7 scores jsonb  $8 details jsonb  $9 gate jsonb
-- $10 gate_passed boolean  $11 program text  $12 policy_digest bytea  $13 knowledge_revision bigint  $14 knowledge_digest bytea  $15 model text
-- $16 read_tokens int  $17 written_tokens int  $18 asked_by uuid  $19 began_at timestamptz  $20 finished_at timestamptz  $21 traceparent text
-- $22 case_ids text[]  $23 passes boolean[]  $24 messages text[]  $25 answers text[]  $26 intents text[]  $27 statuses text[]  $28 codes text[]
-- $29 confidences real[]  $30 verdicts jsonb[]  $31 milliseconds real[]
-- A run with its cases, what it cost, and that it is over: all of it or nothing.
WITH run AS (
    INSERT INTO support.eval_runs (organization_id, id, set_name, set_digest, tier, cases, passed, scores, details, gate, gate_passed, program, policy_digest,
                                   knowledge_revision, knowledge_digest, model, read_tokens, written_tokens, asked_by, began_at, finished_at)
    VALUES ($1, $2, $3, $4, $5, cardinality($22), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
),
cases AS (
    INSERT INTO support.eval_cases (organization_id, run_id, number, case_id, passed, message, answer, intent, status, code, confidence, verdicts, milliseconds)
    SELECT $1, $2, n, case_id, passed, message, answer, intent, status, code, confidence, verdicts, milliseconds
    FROM unnest($22, $23, $24, $25, $26, $27, $28, $29, $30, $31) WITH ORDINALITY
        AS t (case_id, passed, message, answer, intent, status, code, confidence, verdicts, milliseconds, n)
),
spent AS (
    INSERT INTO support.model_usage AS u (organization_id, day, runs, read_tokens, written_tokens)
    SELECT $1, ($20 AT TIME ZONE 'UTC')::date, 1, $16, $17 WHERE $16 + $17 > 0
    ON CONFLICT (organization_id, day) DO UPDATE
    SET runs = u.runs + 1, read_tokens = u.read_tokens + excluded.read_tokens, written_tokens = u.written_tokens + excluded.written_tokens
)
INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
VALUES ('evals.finished', $1, $18, $2,
        jsonb_build_object('golden_set', $3, 'tier', $5, 'cases', cardinality($22), 'passed', $6, 'gate_passed', $10), $21);
