-- $1 person_ids uuid[]
SELECT id, btrim(name) AS name FROM accounts.people WHERE id = ANY ($1);
