-- The record of a run is most of what a draft writes, and pglz takes longer to press it than all the rest takes to be stored. Where the server knows lz4 (it is
-- an option when PostgreSQL is built) new records are pressed with it; old ones stay as they are and are read as before.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
        ALTER TABLE support.runs ALTER COLUMN record SET COMPRESSION lz4;
    END IF;
END
$$;
