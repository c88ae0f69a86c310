-- $1 delivery_id uuid  $2 state text  $3 provider text  $4 provider_id text  $5 reason text  $6 after interval; null unless it is tried again
-- $7 was_tried boolean  $8 suppress_address text  $9 gone_device_id uuid  $10 now timestamptz  $11 organization_id uuid  $12 traceparent text
-- One attempt, as it went: its own statement in the transaction that ends the job. What a webhook settled in the meantime stays as it is.
WITH attempted AS (
    UPDATE accounts.notice_deliveries SET
        state = $2, provider = coalesce($3, provider), provider_id = coalesce($4, provider_id), reason = $5,
        attempts = attempts + $7::int, attempted_at = CASE WHEN $7 THEN $10 ELSE attempted_at END,
        sent_at = CASE WHEN $2 = 'sent' THEN $10 END,
        settled_at = CASE WHEN $2 IN ('suppressed', 'failed') THEN $10 END
    WHERE id = $1 AND state = 'queued'
    RETURNING id, channel
),
again AS (
    INSERT INTO events.jobs (kind, key, organization_id, due_at, traceparent)
    SELECT 'notice.' || channel, id::text, $11, clock_timestamp() + $6, $12 FROM attempted WHERE $6 IS NOT NULL
),
suppressed AS (
    INSERT INTO accounts.suppressed_addresses (digest, reason, suppressed_at)
    SELECT accounts.address_digest($8), 'hard_bounce', $10 WHERE $8 IS NOT NULL
    ON CONFLICT (digest) DO NOTHING
)
DELETE FROM accounts.devices WHERE id = $9;
