-- Photos and attachments. The bytes are in a store outside; a row knows where. A row that is gone leaves a job that removes its bytes.
CREATE TABLE accounts.files (
    id                 uuid PRIMARY KEY,
    organization_id    uuid NOT NULL REFERENCES accounts.organizations (id),
    person_id          uuid NOT NULL REFERENCES accounts.people (id),
    purpose            text NOT NULL,
    name               text,             -- as its owner calls it; shown, never a path
    content_type       text NOT NULL,
    bytes              bigint NOT NULL,  -- asked for; once complete, what is stored
    sha256             bytea,            -- the same
    upload             text NOT NULL,    -- the object that the owner writes, once
    object             text,             -- the object that is served, which only Doorward writes
    width              int,
    height             int,
    created_at         timestamptz NOT NULL,
    upload_until       timestamptz NOT NULL,
    completed_at       timestamptz,
    idempotency_key    text,
    idempotency_digest bytea,
    CONSTRAINT files_purpose CHECK (purpose IN ('photo', 'attachment')),
    CONSTRAINT files_bytes CHECK (bytes > 0),
    CONSTRAINT files_sha256 CHECK (length(sha256) = 32),
    CONSTRAINT files_complete_is_stored CHECK ((completed_at IS NULL) = (object IS NULL) AND (completed_at IS NULL OR sha256 IS NOT NULL)),
    CONSTRAINT files_photo_has_size CHECK ((width IS NOT NULL AND height IS NOT NULL) = (purpose = 'photo' AND completed_at IS NOT NULL)),
    CONSTRAINT files_objects_are_opaque CHECK (upload ~ '^[0-9a-f]{32}$' AND object ~ '^[0-9a-f]{32}$' AND upload <> object),
    CONSTRAINT files_one_per_upload UNIQUE (upload),
    CONSTRAINT files_one_per_object UNIQUE (object),
    CONSTRAINT files_of_person UNIQUE (person_id, id)
);
CREATE INDEX files_listed ON accounts.files (organization_id, person_id, id);
CREATE UNIQUE INDEX files_one_per_key ON accounts.files (organization_id, person_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- What a person has, pending ones included: one row to lock, so that two uploads at once cannot both be the last that fits.
CREATE TABLE accounts.file_usage (
    person_id uuid PRIMARY KEY REFERENCES accounts.people (id),
    files     int NOT NULL,
    bytes     bigint NOT NULL,
    CONSTRAINT file_usage_not_negative CHECK (files >= 0 AND bytes >= 0)
);

-- For whoever sets a profile photo, inside their statement.
CREATE FUNCTION accounts.is_own_photo(person uuid, file uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM accounts.files f
                   WHERE f.person_id = person AND f.id = file AND f.purpose = 'photo' AND f.completed_at IS NOT NULL)
$$;
