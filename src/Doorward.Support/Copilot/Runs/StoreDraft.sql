-- $1 organization uuid  $2 draft uuid  $3 conversation uuid  $4 message uuid  $5 status text; null: the run gave up because the message no longer waited
-- $6 body text  $7 sentences jsonb  $8 offers jsonb  $9 intent text  $10 category text  $11 sentiment text  $12 urgency text  $13 confidence real
-- $14 threshold real  $15 verdicts jsonb  $16 reason text  $17 now timestamptz  $18 traceparent text
-- Run with the conversation locked, so that nobody writes in it until we are done.
WITH newer AS (
    SELECT n.id, n.author FROM support.messages n
    WHERE n.organization_id = $1 AND n.conversation_id = $3
      AND n.number > (SELECT m.number FROM support.messages m WHERE m.organization_id = $1 AND m.id = $4 LIMIT 1)
    ORDER BY n.author = 'STAFF' DESC, n.number LIMIT 1
),
overtaken AS (
    SELECT CASE WHEN n.author = 'STAFF' THEN 'answered_by_person' WHEN n.id IS NOT NULL THEN 'newer_message' ELSE 'conversation_closed' END AS reason, n.id AS newer_id
    FROM support.conversations c LEFT JOIN newer n ON true
    WHERE c.organization_id = $1 AND c.id = $3 AND (n.id IS NOT NULL OR c.status = 'CLOSED' OR $5 IS NULL)
),
stored AS (
    INSERT INTO support.drafts (organization_id, id, conversation_id, message_id, status, body, sentences, offers, intent, category, sentiment, urgency,
                                confidence, threshold, verdicts, reason, created_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
    WHERE NOT EXISTS (SELECT FROM overtaken)
    ON CONFLICT ON CONSTRAINT drafts_one_per_message DO NOTHING
    RETURNING id, status, rank, confidence
),
-- Changed, though to nothing new: a command that took its snapshot before us and now waits for the conversation would go on where it was only locked, and
-- not see the draft that it has to supersede. So it is overtaken, and decides again.
touched AS (
    UPDATE support.conversations c SET messages = c.messages FROM stored WHERE c.organization_id = $1 AND c.id = $3
),
logged AS (
    INSERT INTO events.log (type, organization_id, subject_id, after, traceparent)
    SELECT CASE status WHEN 'SUGGESTED' THEN 'draft.ready' ELSE 'draft.escalated' END, $1, id,
           jsonb_build_object('status', status, 'version', 1, 'conversation_id', $3, 'message_id', $4, 'rank', rank, 'confidence', confidence), $18
    FROM stored
    UNION ALL
    SELECT 'draft.superseded', $1, $2,
           jsonb_build_object('conversation_id', $3, 'message_id', $4, 'version', 1, 'reason', reason, 'newer_message_id', newer_id), $18
    FROM overtaken
)
SELECT id FROM stored;
