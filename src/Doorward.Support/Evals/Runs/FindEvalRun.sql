-- $1 organization uuid  $2 run uuid
SELECT id, set_name, set_digest, tier, cases, passed, scores::text, details::text, gate::text, gate_passed, program, policy_digest, knowledge_revision,
       knowledge_digest, model, read_tokens, written_tokens, asked_by, began_at, finished_at
FROM support.eval_runs
WHERE organization_id = $1 AND id = $2;
