-- $1 issuer text  $2 subject text
SELECT p.id, p.name, p.email, p.email_verified, p.photo_url, p.language, p.created_at
FROM accounts.sign_ins s JOIN accounts.people p ON p.id = s.person_id
WHERE s.issuer = $1 AND s.subject = $2;
