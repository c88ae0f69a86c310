-- $1 prefix text
-- An agency's indexes of embeddings; one whose building was cut short is not valid.
SELECT c.relname::text, i.indisvalid
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'support.embeddings'::regclass AND starts_with(c.relname::text, $1);
