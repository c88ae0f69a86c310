-- $1 issuer text  $2 subject text
SELECT person_id FROM accounts.sign_ins WHERE issuer = $1 AND subject = $2;
