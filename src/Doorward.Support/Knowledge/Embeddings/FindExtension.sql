-- The version that is created in this database, or else the one that could be; no row: the server does not have it.
SELECT coalesce(e.extversion, a.default_version), e.extversion IS NOT NULL
FROM pg_available_extensions a
LEFT JOIN pg_extension e ON e.extname = a.name
WHERE a.name = 'vector';
