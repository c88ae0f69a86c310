-- $1 organization uuid  $2 set_name text  $3 tier text
SELECT id, set_name, set_digest, tier, cases, passed, scores::text, details::text, gate::text, gate_passed, program, policy_digest, knowledge_revision,
       knowledge_digest, model, read_tokens, written_tokens, asked_by, began_at, finished_at
FROM support.eval_runs
WHERE organization_id = $1 AND set_name = $2 AND tier = $3
ORDER BY finished_at DESC, id DESC
LIMIT 1;
