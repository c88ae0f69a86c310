-- $1 key text  $2 organization uuid  $3 after interval
INSERT INTO events.jobs (kind, key, organization_id, due_at) VALUES ('file.delete_object', $1, $2, now() + $3);
