-- $1 organization uuid
SELECT d.id, d.path, v.title, v.content_hash
FROM support.documents d
JOIN support.document_versions v ON v.organization_id = d.organization_id AND v.document_id = d.id AND v.version = d.version
WHERE d.organization_id = $1 AND d.withdrawn_at IS NULL
ORDER BY d.collection, d.path;
