-- $1 delivery_ids uuid[]  $2 at timestamptz[]  $3 states text[]  $4 reasons text[]  $5 suppress text[]  $6 addresses text[]  $7 now timestamptz
-- One statement without a command's batcher: it is no caller's command, has no refusals, and comes gathered already.
WITH told AS (
    SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS t (delivery_id, at, state, reason, suppress, address)
),
-- A bounce outlasts an arrival, in whichever order they are told: a mail may be taken by one server and come back from the next.
fate AS (
    SELECT DISTINCT ON (delivery_id) delivery_id, at, state, reason
    FROM told WHERE state IS NOT NULL
    ORDER BY delivery_id, state = 'bounced' DESC, at
),
-- in id order, so that two calls at once cannot deadlock
ours AS (
    SELECT d.id, d.state AS state_before, f.at, f.state, f.reason
    FROM accounts.notice_deliveries d JOIN fate f ON f.delivery_id = d.id
    WHERE d.channel = 'mail'
    ORDER BY d.id
    FOR NO KEY UPDATE OF d
),
-- What still counts as queued was taken, and we died before we wrote it down.
changed AS (
    UPDATE accounts.notice_deliveries d SET
        state = o.state, reason = o.reason, settled_at = o.at, sent_at = coalesce(d.sent_at, o.at), provider = 'mailjet'
    FROM ours o
    WHERE d.id = o.id AND (o.state_before IN ('queued', 'sent') OR (o.state_before = 'delivered' AND o.state = 'bounced'))
    RETURNING d.state
),
suppressed AS (
    INSERT INTO accounts.suppressed_addresses (digest, reason, suppressed_at)
    SELECT DISTINCT ON (accounts.address_digest(t.address)) accounts.address_digest(t.address), t.suppress, $7
    FROM told t JOIN accounts.notice_deliveries d ON d.id = t.delivery_id AND d.channel = 'mail'
    WHERE t.suppress IS NOT NULL
    ORDER BY accounts.address_digest(t.address), t.at
    ON CONFLICT (digest) DO NOTHING
)
SELECT state FROM changed;
