-- The key that the secrets of mailed links are derived with: one, for all nodes.
CREATE TABLE accounts.link_keys (
    one_row    boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    secret     bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT link_keys_long_enough CHECK (length(secret) >= 32)
);

ALTER TABLE accounts.people
    ADD COLUMN email_verified boolean NOT NULL DEFAULT false,
    ADD COLUMN photo_url      text,
    ADD COLUMN erased_at      timestamptz,
    ADD CONSTRAINT people_erased_keep_nothing CHECK (erased_at IS NULL OR (email = '' AND photo_url IS NULL AND NOT email_verified));
CREATE INDEX people_by_email ON accounts.people (lower(email)) WHERE email <> '';

-- A member is a person, or an API key: staff of a kind, with rows of its own in the log, that nobody signs in as.
ALTER TABLE accounts.members
    ADD COLUMN kind text NOT NULL DEFAULT 'person',
    ADD CONSTRAINT members_kind CHECK (kind IN ('person', 'key')),
    ADD CONSTRAINT members_keys_own_nothing CHECK (kind = 'person' OR role = 'agent'),
    ADD CONSTRAINT members_of_a_kind UNIQUE (organization_id, person_id, kind);

-- How many owners an agency has; null before the first. Counted by the database itself, so that no statement, and no two at once, can leave
-- an agency without: both would have to write this one row.
ALTER TABLE accounts.organizations
    ADD COLUMN owners int,
    ADD CONSTRAINT organizations_keep_an_owner CHECK (owners > 0);
UPDATE accounts.organizations o SET owners = nullif(
    (SELECT count(*) FROM accounts.members m WHERE m.organization_id = o.id AND m.role = 'owner' AND m.left_at IS NULL), 0);
CREATE FUNCTION accounts.count_owners() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change int := coalesce((NEW.role = 'owner' AND NEW.left_at IS NULL)::int, 0) - coalesce((OLD.role = 'owner' AND OLD.left_at IS NULL)::int, 0);
BEGIN
    IF change <> 0 THEN
        UPDATE accounts.organizations SET owners = coalesce(owners, 0) + change WHERE id = coalesce(NEW.organization_id, OLD.organization_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER members_count_owners AFTER INSERT OR DELETE OR UPDATE OF role, left_at ON accounts.members
    FOR EACH ROW EXECUTE FUNCTION accounts.count_owners();

ALTER TABLE accounts.invitations
    ADD COLUMN sent_at    timestamptz,
    ADD COLUMN revoked_at timestamptz,
    ADD CONSTRAINT invitations_end_once CHECK (accepted_at IS NULL OR revoked_at IS NULL);
UPDATE accounts.invitations SET sent_at = created_at;
ALTER TABLE accounts.invitations ALTER COLUMN sent_at SET NOT NULL;
CREATE INDEX invitations_by_address ON accounts.invitations (lower(email));

-- A password belongs to a person and is asked for by an address, which is one person's.
CREATE TABLE accounts.passwords (
    person_id  uuid PRIMARY KEY REFERENCES accounts.people (id),
    address    text NOT NULL,
    hash       text NOT NULL,                -- of ASP.NET Core Identity's hasher
    changed_at timestamptz NOT NULL,
    CONSTRAINT passwords_one_per_address UNIQUE (address),
    CONSTRAINT passwords_address_in_lower_case CHECK (address = lower(address))
);

-- What a browser's cookie stands for. The cookie's secret is 256 random bits, kept as SHA-256 only; after a rotation the one before is good for
-- a moment, for requests that were under way.
CREATE TABLE accounts.sessions (
    id              uuid PRIMARY KEY,
    person_id       uuid NOT NULL REFERENCES accounts.people (id),
    organization_id uuid REFERENCES accounts.organizations (id),
    digest          bytea NOT NULL,
    digest_before   bytea,
    user_agent      text NOT NULL,
    created_at      timestamptz NOT NULL,
    seen_at         timestamptz NOT NULL,
    rotated_at      timestamptz NOT NULL,
    ends_at         timestamptz NOT NULL,     -- whatever happens
    CONSTRAINT sessions_one_per_secret UNIQUE (digest),
    CONSTRAINT sessions_digest_is_whole CHECK (length(digest) = 32 AND length(digest_before) = 32)
);
CREATE INDEX sessions_by_person ON accounts.sessions (person_id, id);
CREATE INDEX sessions_by_secret_before ON accounts.sessions (digest_before) WHERE digest_before IS NOT NULL;

-- Attempts to sign in that have not succeeded, by account and by network address, each as a keyed digest: nobody reads an address here, and an
-- account that is none looks like one that is.
CREATE TABLE accounts.sign_in_attempts (
    key          bytea PRIMARY KEY,
    count        int NOT NULL,
    last_at      timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX sign_in_attempts_by_age ON accounts.sign_in_attempts (last_at);

-- A mailed link to a new password.
CREATE TABLE accounts.resets (
    id           uuid PRIMARY KEY,
    person_id    uuid NOT NULL REFERENCES accounts.people (id),
    token_digest bytea NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz,
    CONSTRAINT resets_one_per_token UNIQUE (token_digest)
);
CREATE INDEX resets_by_person ON accounts.resets (person_id, created_at);

-- A program's key: a member that is no person. Revoking it ends the membership, which every statement of staff looks at.
CREATE TABLE accounts.api_keys (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    id              uuid NOT NULL,
    member_kind     text NOT NULL DEFAULT 'key' CHECK (member_kind = 'key'),
    name            text NOT NULL,
    scopes          text[] NOT NULL,
    digest          bytea NOT NULL,           -- SHA-256; the key itself is shown once
    created_by      uuid NOT NULL REFERENCES accounts.people (id),
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz,
    last_used_at    timestamptz,
    revoked_at      timestamptz,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT api_keys_one_per_secret UNIQUE (digest),
    CONSTRAINT api_keys_may_do_something CHECK (cardinality(scopes) > 0),
    CONSTRAINT api_keys_are_members FOREIGN KEY (organization_id, id, member_kind) REFERENCES accounts.members (organization_id, person_id, kind)
);
