-- $1 organization uuid  $2 id uuid
SELECT d.id, d.collection, d.path, d.version, d.withdrawn_at, d.created_at, v.title, v.audience, v.language, v.valid_until
FROM support.documents d
JOIN support.document_versions v ON v.organization_id = d.organization_id AND v.document_id = d.id AND v.version = d.version
WHERE d.organization_id = $1 AND d.id = $2;
