-- Where a person can be pushed to. A token names one installed app: whoever registers it last has it.
CREATE TABLE accounts.devices (
    id            uuid PRIMARY KEY,
    person_id     uuid NOT NULL REFERENCES accounts.people (id),
    platform      text NOT NULL,
    token         text NOT NULL,
    registered_at timestamptz NOT NULL,
    CONSTRAINT devices_platform CHECK (platform IN ('android', 'ios', 'web')),
    CONSTRAINT devices_token_fits_its_index CHECK (octet_length(token) BETWEEN 1 AND 2048),
    CONSTRAINT devices_one_per_token UNIQUE (token)
);
CREATE INDEX devices_by_person ON accounts.devices (person_id, id);

-- Null: the installation's own language.
ALTER TABLE accounts.people ADD COLUMN language text CONSTRAINT people_language CHECK (language ~ '^[a-z]{2}(-[A-Z]{2})?$');

-- A fact for somebody: a person, or an address whose person is not known yet. Names of people are not kept here but looked up by their
-- id when a notice is rendered, so that an erased person leaves no name behind in the notices of others.
CREATE TABLE accounts.notices (
    id              uuid PRIMARY KEY,
    kind            text NOT NULL,
    key             text NOT NULL,       -- which fact of its kind: made once, whatever is redelivered
    person_id       uuid REFERENCES accounts.people (id),
    address         text,
    organization_id uuid REFERENCES accounts.organizations (id),
    facts           jsonb NOT NULL,
    good_until      timestamptz,         -- what nobody needs to be told any more is not sent
    created_at      timestamptz NOT NULL,
    read_at         timestamptz,
    CONSTRAINT notices_for_one CHECK ((person_id IS NULL) <> (address IS NULL)),
    CONSTRAINT notices_read_by_a_person CHECK (read_at IS NULL OR person_id IS NOT NULL)
);
CREATE UNIQUE INDEX notices_one_per_person ON accounts.notices (person_id, kind, key) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX notices_one_per_address ON accounts.notices (lower(address), kind, key) WHERE address IS NOT NULL;
CREATE INDEX notices_of_person ON accounts.notices (person_id, id DESC) WHERE person_id IS NOT NULL;

-- What became of a notice on each channel. What is not known to have left is never shown as sent, and the checks make lying impossible.
CREATE TABLE accounts.notice_deliveries (
    id            uuid PRIMARY KEY,      -- the stable key toward the outside
    notice_id     uuid NOT NULL REFERENCES accounts.notices (id) ON DELETE CASCADE,
    channel       text NOT NULL,
    device_id     uuid,                  -- of a push; the device may be gone by now
    state         text NOT NULL,
    attempts      int NOT NULL DEFAULT 0,
    queued_at     timestamptz NOT NULL,
    attempted_at  timestamptz,
    sent_at       timestamptz,           -- handed to a provider that took it
    settled_at    timestamptz,           -- the end, as far as it is known
    provider      text,
    provider_id   text,
    reason        text,                  -- of the last attempt or the end: a code, never an address or an answer's words
    CONSTRAINT deliveries_channel CHECK (channel IN ('mail', 'push', 'live', 'inbox')),
    CONSTRAINT deliveries_state CHECK (state IN ('queued', 'sent', 'delivered', 'bounced', 'suppressed', 'failed')),
    CONSTRAINT deliveries_only_pushes_have_a_device CHECK (device_id IS NULL OR channel = 'push'),
    CONSTRAINT deliveries_sent_have_a_time CHECK ((state IN ('sent', 'delivered', 'bounced')) = (sent_at IS NOT NULL)),
    CONSTRAINT deliveries_sent_by_someone CHECK (sent_at IS NULL OR provider IS NOT NULL),
    CONSTRAINT deliveries_settled_have_a_time CHECK ((state IN ('delivered', 'bounced', 'suppressed', 'failed')) = (settled_at IS NOT NULL)),
    CONSTRAINT deliveries_undone_have_a_reason CHECK (state NOT IN ('bounced', 'suppressed', 'failed') OR reason IS NOT NULL),
    CONSTRAINT deliveries_attempts CHECK (attempts >= 0 AND (attempts = 0) = (attempted_at IS NULL)),
    CONSTRAINT deliveries_one_per_channel UNIQUE NULLS NOT DISTINCT (notice_id, channel, device_id)
);
CREATE INDEX deliveries_queued ON accounts.notice_deliveries (channel, queued_at) WHERE state = 'queued';

-- What a person wants otherwise than usual; without a row a notice goes out on every channel of its kind.
CREATE TABLE accounts.notice_preferences (
    person_id  uuid NOT NULL REFERENCES accounts.people (id),
    kind       text NOT NULL,
    channel    text NOT NULL,
    wanted     boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, kind, channel),
    CONSTRAINT preferences_channel CHECK (channel IN ('mail', 'push', 'live', 'inbox'))
);

-- Addresses that must not be mailed again. Only a salted digest is kept: enough to recognise an address, not to read it; so it may
-- outlive the person's erasure, after which mailing them would be worse than remembering that we must not.
CREATE TABLE accounts.suppressed_addresses (
    digest        bytea PRIMARY KEY,
    reason        text NOT NULL,
    suppressed_at timestamptz NOT NULL,
    CONSTRAINT suppressed_reason CHECK (reason IN ('hard_bounce', 'blocked', 'spam_complaint', 'unsubscribed')),
    CONSTRAINT suppressed_digest_is_whole CHECK (length(digest) = 32)
);
CREATE TABLE accounts.address_salt (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    salt    bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
INSERT INTO accounts.address_salt DEFAULT VALUES;
CREATE FUNCTION accounts.address_digest(address text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(salt || convert_to(lower(btrim(address)), 'UTF8')) FROM accounts.address_salt
$$;

-- Mail that nobody is there to send yet: kept to be looked at on this machine.
CREATE TABLE accounts.development_mail (
    id          uuid PRIMARY KEY REFERENCES accounts.notice_deliveries (id) ON DELETE CASCADE,
    address     text NOT NULL,
    subject     text NOT NULL,
    html        text NOT NULL,
    message     bytea NOT NULL,          -- as it would have gone out (RFC 5322)
    stored_at   timestamptz NOT NULL
);
CREATE INDEX development_mail_newest ON accounts.development_mail (stored_at DESC, id DESC);

-- What happened before there were notices is told to nobody.
INSERT INTO events.cursors (subscriber, tx, seq) SELECT 'accounts.notices', tx, seq FROM events.log ORDER BY tx DESC, seq DESC LIMIT 1;
