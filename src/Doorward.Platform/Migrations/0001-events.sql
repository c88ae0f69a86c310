-- Where no module is named: what every module stands on.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- UUID v7 (RFC 9562 5.7): 48 bits of Unix milliseconds, then random; ids made in SQL sort by time like those made in C#.
CREATE FUNCTION platform.uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
    SELECT encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
$$;

CREATE SCHEMA events;

-- Outbox, change feed, history and audit trail in one. Sequence order is not commit order, so a row carries its transaction:
-- readers follow (tx, seq) and stop below the oldest transaction still running.
CREATE TABLE events.log (
    tx              xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq             bigint GENERATED ALWAYS AS IDENTITY (CACHE 64),
    id              uuid NOT NULL DEFAULT platform.uuid_v7(),
    type            text NOT NULL,
    organization_id uuid,          -- null: of the installation
    actor_id        uuid,          -- the person; null: Doorward itself
    subject_id      uuid NOT NULL,
    before          jsonb,
    after           jsonb,
    at              timestamptz NOT NULL DEFAULT now(),
    traceparent     text,
    PRIMARY KEY (tx, seq)
);

-- Where each durable subscriber stands, and which node holds it.
CREATE TABLE events.cursors (
    subscriber  text PRIMARY KEY,
    tx          xid8 NOT NULL DEFAULT '0',
    seq         bigint NOT NULL DEFAULT 0,
    holder      uuid,
    lease_until timestamptz,
    last_error  text
);

-- Work that leaves the database or is due later. A finished job is deleted in the transaction of its own writes.
CREATE TABLE events.jobs (
    id              uuid PRIMARY KEY DEFAULT platform.uuid_v7(),
    kind            text NOT NULL,
    organization_id uuid,
    key             text NOT NULL,  -- stable across retries: what the outside is given as idempotency key
    payload         jsonb NOT NULL DEFAULT '{}',
    due_at          timestamptz NOT NULL DEFAULT now(),
    attempts        int NOT NULL DEFAULT 0,
    holder          uuid,
    lease_until     timestamptz,
    last_error      text,
    dead_at         timestamptz,    -- parked: waits for a person
    event_tx        xid8,           -- the event that asked for it; the log is not pruned past it
    event_seq       bigint,
    traceparent     text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT jobs_one_per_key UNIQUE (kind, key),
    CONSTRAINT jobs_dead_with_reason CHECK (dead_at IS NULL OR last_error IS NOT NULL)
);
CREATE INDEX jobs_due ON events.jobs (kind, due_at, id) WHERE dead_at IS NULL;
CREATE INDEX jobs_of_events ON events.jobs (event_tx, event_seq) WHERE event_tx IS NOT NULL;

-- Each seal holds a digest for every row it covers and chains them: hash = sha256(previous hash || digests).
-- The digests stay when rows are pruned, so the chain can always be proved.
CREATE TABLE events.seals (
    number    bigint PRIMARY KEY,
    first_tx  xid8 NOT NULL,
    first_seq bigint NOT NULL,
    last_tx   xid8 NOT NULL,
    last_seq  bigint NOT NULL,
    digests   bytea NOT NULL,       -- 32 bytes a row, in cursor order
    hash      bytea NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT seals_digests_are_whole CHECK (length(digests) > 0 AND length(digests) % 32 = 0)
);

-- What a row says, in a form that does not depend on how it is stored; both sealing and verifying use this one function.
CREATE FUNCTION events.digest(l events.log) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        l.tx::text, l.seq, l.id, l.type, l.organization_id, l.actor_id, l.subject_id, l.before, l.after,
        (extract(epoch FROM l.at) * 1000000)::bigint, l.traceparent)::text, 'UTF8'))
$$;

-- How far the log was pruned, so that a reader from before it is told of the gap, and verifying knows what may be missing.
CREATE TABLE events.pruned (
    one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
    tx   xid8 NOT NULL DEFAULT '0',
    seq  bigint NOT NULL DEFAULT 0
);
INSERT INTO events.pruned DEFAULT VALUES;

-- The keys of Doorward's own token issuer; the newest signs, all of them verify.
CREATE TABLE platform.signing_keys (
    kid        text PRIMARY KEY,
    pkcs8_pem  text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
