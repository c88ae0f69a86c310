-- $1 organization uuid
SELECT id, slug, name, created_at FROM accounts.organizations WHERE id = $1;
