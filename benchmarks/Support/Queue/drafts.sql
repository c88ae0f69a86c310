-- $1 first bigint  $2 last bigint. So many conversations, each with a message and its draft: every tenth waits for a person, the others are history.
WITH conversations AS (
    INSERT INTO support.conversations (organization_id, id, customer_ref, person_id, applicant_id, messages, created_at, last_message_at)
    SELECT bench.id(0, 0), bench.id(5, n), 'customer-' || n % 2000, bench.id(3, n % 2000), bench.id(4, n % 2000), 1, at, at
    FROM generate_series($1, $2) n, LATERAL (SELECT now() - interval '300 days' + n * interval '20 seconds' AS at) t
),
messages AS (
    INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, created_at)
    SELECT bench.id(0, 0), bench.id(6, n), bench.id(5, n), 1, 'CUSTOMER', bench.id(3, n % 2000), 'Hello, is there a parking space with flat ' || n || ', and how much is it?', at
    FROM generate_series($1, $2) n, LATERAL (SELECT now() - interval '300 days' + n * interval '20 seconds' AS at) t
)
INSERT INTO support.drafts (organization_id, id, conversation_id, message_id, status, body, sentences, verdicts, intent, category, sentiment, urgency, confidence,
                            threshold, reason, created_at, reviewed_by, reviewed_at)
SELECT bench.id(0, 0), bench.id(8, n), bench.id(5, n), bench.id(6, n),
       CASE WHEN n % 20 = 3 THEN 'SUGGESTED' WHEN n % 20 = 13 THEN 'ESCALATED' WHEN n % 5 = 0 THEN 'REJECTED' ELSE 'SENT' END,
       'Hello,' || E'\n\n' || 'There is one space in the yard, number ' || n || '. It is 40 euros a month.' || E'\n\n' || 'Kind regards',
       '[{"text": "Hello,", "courtesy": true, "citation": null, "fact": null}, {"text": "There is one space in the yard.", "courtesy": false, "citation": {"document_id": "01990000-0000-7000-8000-000000000000", "version": 1, "title": "Parking", "heading": "Parking", "quote": "There is one space in the yard.", "start": 10, "end": 41}, "fact": null}]',
       '{"grounded": true, "policy": true, "tone": true, "private": true, "findings": [], "decision": {"code": "confident", "inputs": {"grounding": 0.8, "clarity": 1}}}',
       'property', 'properties', CASE WHEN n % 7 = 0 THEN 'NEGATIVE' ELSE 'NEUTRAL' END,
       CASE n % 11 WHEN 0 THEN 'HIGH' WHEN 1 THEN 'LOW' ELSE 'NORMAL' END, 0.8, 0.6, 'Every sentence has its source, and the guard found nothing.', at,
       CASE WHEN n % 10 <> 3 THEN bench.id(1, n % 40) END, CASE WHEN n % 10 <> 3 THEN at END
FROM generate_series($1, $2) n, LATERAL (SELECT now() - interval '300 days' + n * interval '20 seconds' AS at) t;
