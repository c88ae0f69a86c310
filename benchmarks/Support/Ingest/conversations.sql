-- 20,000 conversations of the 2,000 applicants, each with a question, its answer, and the draft that the answer came from.
INSERT INTO support.conversations (organization_id, id, customer_ref, person_id, applicant_id, messages, created_at, last_message_at)
SELECT bench.id(0, 0), bench.id(5, n), 'customer-' || n % 2000, bench.id(3, n % 2000), bench.id(4, n % 2000), 2, at, at
FROM generate_series(0, 19999) n, LATERAL (SELECT now() - interval '30 days' + n * interval '1 minute' AS at) t;

INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, created_at)
SELECT bench.id(0, 0), bench.id(6, n), bench.id(5, n), 1, 'CUSTOMER', bench.id(3, n % 2000), 'Hello, is there a parking space with flat ' || n || '?',
       now() - interval '30 days' + n * interval '1 minute'
FROM generate_series(0, 19999) n;

INSERT INTO support.drafts (organization_id, id, conversation_id, message_id, status, body, intent, category, sentiment, urgency, confidence, threshold,
                            created_at, reviewed_by, reviewed_at)
SELECT bench.id(0, 0), bench.id(8, n), bench.id(5, n), bench.id(6, n), 'SENT', 'There is one space in the yard.', 'property', 'properties', 'NEUTRAL', 'NORMAL',
       0.8, 0.6, at, bench.id(1, n % 40), at
FROM generate_series(0, 19999) n, LATERAL (SELECT now() - interval '30 days' + n * interval '1 minute' AS at) t;

INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, draft_id, created_at)
SELECT bench.id(0, 0), bench.id(7, n), bench.id(5, n), 2, 'STAFF', bench.id(1, n % 40), 'There is one space in the yard.', bench.id(8, n),
       now() - interval '30 days' + n * interval '1 minute'
FROM generate_series(0, 19999) n;

ANALYZE;
