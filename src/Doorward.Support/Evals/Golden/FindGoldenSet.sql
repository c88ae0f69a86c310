-- $1 organization uuid  $2 name text
SELECT text FROM support.golden_sets WHERE organization_id = $1 AND name = $2;
