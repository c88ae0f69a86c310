-- $1 address text; in lower case
SELECT person_id, hash FROM accounts.passwords WHERE address = $1;
