-- $1 now timestamptz
SELECT channel, extract(epoch FROM $1 - min(queued_at))::float8 AS seconds
FROM accounts.notice_deliveries WHERE state = 'queued' GROUP BY channel;
