-- $1 organization uuid  $2 withdrawn boolean  $3 after_collection text  $4 after_path text  $5 limit int
SELECT d.id, d.collection, d.path, d.version, d.withdrawn_at, d.created_at, v.title, v.audience, v.language, v.valid_until
FROM support.documents d
JOIN support.document_versions v ON v.organization_id = d.organization_id AND v.document_id = d.id AND v.version = d.version
WHERE d.organization_id = $1 AND (d.collection, d.path) > ($3, $4) AND (d.withdrawn_at IS NULL OR $2)
ORDER BY d.collection, d.path
LIMIT $5;
