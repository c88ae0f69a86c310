-- $1 job_ids uuid[]; null where the transaction around it ends the job  $2 holders uuid[]  $3 attempts int[]
-- $4 organization_ids uuid[]  $5 conversation_ids uuid[]  $6 message_ids uuid[]  $7 numbers int[]  $8 draft_ids uuid[]
-- $9 statuses text[]; null: the run gave up because the message no longer waited  $10 codes text[]  $11 bodies text[]  $12 sentences jsonb[]  $13 offers jsonb[]
-- $14 intents text[]  $15 categories text[]  $16 sentiments text[]  $17 urgencies text[]  $18 confidences real[]  $19 thresholds real[]  $20 verdicts jsonb[]
-- $21 reasons text[]  $22 run_ids uuid[]  $23 records jsonb[]  $24 models text[]  $25 read_tokens int[]  $26 written_tokens int[]  $27 policy_versions int[]
-- $28 event_ids uuid[]  $29 traceparents text[]  $30 form int  $31 now timestamptz
WITH asked AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) WITH ORDINALITY
        AS t (job_id, holder, attempts, organization_id, conversation_id, message_id, number, draft_id, status, code, body, sentences, offers, intent, category,
              sentiment, urgency, confidence, threshold, verdicts, reason, run_id, record, model, read_tokens, written_tokens, policy_version, event_id, traceparent, n)
),
-- who lost the lease writes nothing
ended AS (
    DELETE FROM events.jobs j USING asked a WHERE j.id = a.job_id AND j.holder = a.holder AND j.attempts = a.attempts RETURNING a.n
),
-- A message or a reply that is being written waits here, or we wait for it: what is found below is the last word. In id order, so that two nodes' batches
-- cannot deadlock.
locked AS (
    SELECT a.n, c.messages, c.status
    FROM asked a
    JOIN support.conversations c ON c.organization_id = a.organization_id AND c.id = a.conversation_id
    WHERE a.job_id IS NULL OR a.n IN (SELECT n FROM ended)
    ORDER BY c.id
    FOR NO KEY UPDATE OF c
),
weighed AS (
    SELECT a.*, newer.id AS newer_id, newer.id IS NOT NULL OR l.status = 'CLOSED' OR a.status IS NULL AS is_overtaken,
           CASE WHEN newer.author = 'STAFF' THEN 'answered_by_person' WHEN newer.id IS NOT NULL THEN 'newer_message' ELSE 'conversation_closed' END AS overtaken_by
    FROM asked a
    JOIN locked l ON l.n = a.n
    LEFT JOIN LATERAL (
        SELECT m.id, m.author FROM support.messages m
        WHERE m.organization_id = a.organization_id AND m.conversation_id = a.conversation_id AND m.number > a.number AND l.messages > a.number
        ORDER BY m.author = 'STAFF' DESC, m.number LIMIT 1
    ) newer ON true
),
stored AS (
    INSERT INTO support.drafts (organization_id, id, conversation_id, message_id, status, body, sentences, offers, intent, category, sentiment, urgency,
                                confidence, threshold, verdicts, reason, created_at)
    SELECT organization_id, draft_id, conversation_id, message_id, status, body, sentences, offers, intent, category, sentiment, urgency,
           confidence, threshold, verdicts, reason, $31
    FROM weighed WHERE NOT is_overtaken
    ON CONFLICT ON CONSTRAINT drafts_one_per_message DO NOTHING
    RETURNING organization_id, id, conversation_id, message_id, status, rank, confidence
),
-- Changed, though to nothing new: a command that took its snapshot before us and now waits for the conversation would go on where it was only locked, and
-- not see the draft that it has to supersede. So it is overtaken, and decides again.
touched AS (
    UPDATE support.conversations c SET messages = c.messages FROM stored s WHERE c.organization_id = s.organization_id AND c.id = s.conversation_id
),
logged AS (
    INSERT INTO events.log (type, organization_id, subject_id, after, traceparent)
    SELECT CASE s.status WHEN 'SUGGESTED' THEN 'draft.ready' ELSE 'draft.escalated' END, s.organization_id, s.id,
           jsonb_build_object('status', s.status, 'version', 1, 'conversation_id', s.conversation_id, 'message_id', s.message_id, 'rank', s.rank,
                              'confidence', s.confidence), w.traceparent
    FROM stored s JOIN weighed w ON w.draft_id = s.id
    UNION ALL
    SELECT 'draft.superseded', organization_id, draft_id,
           jsonb_build_object('conversation_id', conversation_id, 'message_id', message_id, 'version', 1, 'reason', overtaken_by, 'newer_message_id', newer_id), traceparent
    FROM weighed WHERE is_overtaken
),
spent AS (
    INSERT INTO support.model_usage AS u (organization_id, day, runs, read_tokens, written_tokens)
    SELECT organization_id, ($31 AT TIME ZONE 'UTC')::date, count(*), sum(read_tokens), sum(written_tokens) FROM weighed WHERE model IS NOT NULL GROUP BY 1
    ON CONFLICT (organization_id, day) DO UPDATE
    SET runs = u.runs + excluded.runs, read_tokens = u.read_tokens + excluded.read_tokens, written_tokens = u.written_tokens + excluded.written_tokens
),
outcomes AS (
    SELECT w.n, s.id AS draft_id, CASE WHEN s.id IS NULL THEN 'superseded' ELSE w.code END AS outcome
    FROM weighed w LEFT JOIN stored s ON s.id = w.draft_id
),
recorded AS (
    INSERT INTO support.runs (organization_id, id, conversation_id, message_id, draft_id, outcome, form, record, model, read_tokens, written_tokens, finished_at,
                              policy_version, event_id)
    SELECT w.organization_id, w.run_id, w.conversation_id, w.message_id, o.draft_id, o.outcome, $30, w.record, w.model, w.read_tokens, w.written_tokens, $31,
           w.policy_version, w.event_id
    FROM weighed w JOIN outcomes o ON o.n = w.n
)
SELECT a.n, coalesce(o.outcome, 'lost') AS outcome FROM asked a LEFT JOIN outcomes o ON o.n = a.n;
