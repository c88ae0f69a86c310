-- $1 organization uuid  $2 run uuid  $3 failed_only boolean  $4 after_number int  $5 limit int
SELECT number, case_id, passed, message, answer, intent, status, code, confidence, verdicts::text, milliseconds
FROM support.eval_cases
WHERE organization_id = $1 AND run_id = $2 AND number > $4 AND NOT (passed AND $3)
ORDER BY number
LIMIT $5;
