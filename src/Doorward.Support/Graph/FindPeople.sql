-- $1 ids uuid[]
SELECT id, name FROM accounts.people WHERE id = ANY ($1);
