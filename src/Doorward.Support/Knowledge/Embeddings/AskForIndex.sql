-- $1 organizations uuid[]  $2 kind text
INSERT INTO events.jobs (kind, key, organization_id)
SELECT $2, o::text, o FROM unnest($1) AS o
ON CONFLICT (kind, key) DO NOTHING;
