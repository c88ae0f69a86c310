-- $1 organization uuid  $2 model text  $3 digest bytea  $4 vector real[]
INSERT INTO support.embeddings (organization_id, model, digest, vector)
VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id, model, digest) DO NOTHING;
