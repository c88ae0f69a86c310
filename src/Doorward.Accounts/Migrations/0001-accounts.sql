CREATE SCHEMA accounts;

CREATE TABLE accounts.organizations (
    id         uuid PRIMARY KEY,
    slug       text NOT NULL,
    name       text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT organizations_one_per_slug UNIQUE (slug),
    CONSTRAINT organizations_slug CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);

CREATE TABLE accounts.people (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    email      text NOT NULL,
    created_at timestamptz NOT NULL
);

-- One person may come in by several issuers; one sign-in is one person.
CREATE TABLE accounts.sign_ins (
    issuer     text NOT NULL,
    subject    text NOT NULL,
    person_id  uuid NOT NULL REFERENCES accounts.people (id),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX sign_ins_by_person ON accounts.sign_ins (person_id);

-- A member who leaves keeps the row: slots and the log speak of them.
CREATE TABLE accounts.members (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    person_id       uuid NOT NULL REFERENCES accounts.people (id),
    role            text NOT NULL,
    joined_at       timestamptz NOT NULL,
    left_at         timestamptz,
    PRIMARY KEY (organization_id, person_id),
    CONSTRAINT members_role CHECK (role IN ('owner', 'agent'))
);
CREATE INDEX members_by_person ON accounts.members (person_id) WHERE left_at IS NULL;

CREATE TABLE accounts.invitations (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    id              uuid NOT NULL,
    email           text NOT NULL,
    role            text NOT NULL,
    token_digest    bytea NOT NULL,          -- SHA-256; the token itself is shown once
    invited_by      uuid NOT NULL,
    created_at      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    accepted_at     timestamptz,
    accepted_by     uuid REFERENCES accounts.people (id),
    PRIMARY KEY (organization_id, id),
    CONSTRAINT invitations_role CHECK (role IN ('owner', 'agent')),
    CONSTRAINT invitations_one_per_token UNIQUE (token_digest),
    CONSTRAINT invitations_by_a_member FOREIGN KEY (organization_id, invited_by) REFERENCES accounts.members (organization_id, person_id),
    CONSTRAINT invitations_accepted_by_someone CHECK ((accepted_at IS NULL) = (accepted_by IS NULL))
);

-- The link that the first start prints; used once.
CREATE TABLE accounts.owner_links (
    token_digest bytea PRIMARY KEY,
    created_at   timestamptz NOT NULL,
    used_at      timestamptz
);
CREATE UNIQUE INDEX owner_links_one_open ON accounts.owner_links ((true)) WHERE used_at IS NULL;
