-- $1 person_id uuid
SELECT language FROM accounts.people WHERE id = $1;
