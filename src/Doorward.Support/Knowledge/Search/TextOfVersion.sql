-- $1 organization uuid  $2 document uuid  $3 version int
SELECT text FROM support.document_versions WHERE organization_id = $1 AND document_id = $2 AND version = $3;
