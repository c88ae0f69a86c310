-- $1 person_id uuid
SELECT kind, channel, wanted FROM accounts.notice_preferences WHERE person_id = $1;
