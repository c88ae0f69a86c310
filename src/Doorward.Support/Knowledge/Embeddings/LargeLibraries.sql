-- $1 passages int
SELECT organization_id FROM support.knowledge WHERE chunks >= $1;
