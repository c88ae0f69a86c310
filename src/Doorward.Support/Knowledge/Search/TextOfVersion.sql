-- $1 organizations uuid[]  $2 documents uuid[]  $3 versions int[]
SELECT q.n::int, v.text
FROM unnest($1, $2, $3) WITH ORDINALITY AS q (organization_id, document_id, version, n)
JOIN support.document_versions v ON v.organization_id = q.organization_id AND v.document_id = q.document_id AND v.version = q.version;
