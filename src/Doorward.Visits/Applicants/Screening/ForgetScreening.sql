-- $1 message_id text
DELETE FROM events.jobs WHERE kind = 'visits.screening' AND key = $1;
