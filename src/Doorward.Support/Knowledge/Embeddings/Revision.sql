-- $1 organization uuid
SELECT revision FROM support.knowledge WHERE organization_id = $1;
