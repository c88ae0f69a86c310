-- $1 organization uuid  $2 document uuid  $3 limit int
SELECT document_id, version, title, audience, language, valid_until, text, imported_by, imported_at
FROM support.document_versions
WHERE organization_id = $1 AND document_id = $2
ORDER BY version DESC
LIMIT $3;
