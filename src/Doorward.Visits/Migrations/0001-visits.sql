CREATE SCHEMA visits;

CREATE TABLE visits.properties (
    organization_id          uuid NOT NULL REFERENCES accounts.organizations (id),
    id                       uuid NOT NULL,
    name                     text NOT NULL,
    address                  text NOT NULL,
    time_zone                text NOT NULL,  -- IANA
    allows_parallel_viewings boolean NOT NULL DEFAULT false,
    archived_at              timestamptz,
    created_at               timestamptz NOT NULL,
    idempotency_key          text,
    idempotency_digest       bytea,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT properties_parallel_is_copied UNIQUE (organization_id, id, allows_parallel_viewings)
);
CREATE UNIQUE INDEX properties_one_per_key ON visits.properties (organization_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- In the exclusion constraints the organization comes last: an insert into a GiST index weighs every entry of a page by its first column,
-- and looks at the next only where that says nothing, as an organization's own id does.
CREATE TABLE visits.slots (
    organization_id    uuid NOT NULL,
    id                 uuid NOT NULL,
    property_id        uuid NOT NULL,
    agent_id           uuid NOT NULL,
    during             tstzrange NOT NULL,
    status             text NOT NULL DEFAULT 'available',
    parallel           boolean NOT NULL,       -- the property's setting; the foreign key keeps the copy right
    created_at         timestamptz NOT NULL,
    idempotency_key    text,
    idempotency_digest bytea,
    starts_at          timestamptz GENERATED ALWAYS AS (lower(during)) STORED,
    -- What the constraints speak of instead of the status: booking a slot leaves it as it is, so the update touches no index (HOT).
    live               boolean GENERATED ALWAYS AS (status <> 'cancelled') STORED,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT slots_status CHECK (status IN ('available', 'booked', 'cancelled')),
    -- IS TRUE: the end of a range without one is null, and a check that comes out null passes
    CONSTRAINT slots_during_has_both_ends CHECK (
        (lower_inc(during) AND NOT upper_inc(during) AND isfinite(lower(during)) AND isfinite(upper(during)) AND NOT isempty(during)) IS TRUE),
    CONSTRAINT slots_of_a_property FOREIGN KEY (organization_id, property_id, parallel)
        REFERENCES visits.properties (organization_id, id, allows_parallel_viewings) ON UPDATE CASCADE,
    CONSTRAINT slots_of_a_member FOREIGN KEY (organization_id, agent_id) REFERENCES accounts.members (organization_id, person_id),
    CONSTRAINT slots_are_referenced_while_live UNIQUE (organization_id, id, during, live),
    CONSTRAINT slots_of_agent_do_not_overlap
        EXCLUDE USING gist (agent_id WITH =, during WITH &&, organization_id WITH =) WHERE (live),
    CONSTRAINT slots_of_property_do_not_overlap
        EXCLUDE USING gist (property_id WITH =, during WITH &&, organization_id WITH =) WHERE (live AND NOT parallel)
) WITH (fillfactor = 80);
CREATE INDEX slots_by_agent ON visits.slots (organization_id, agent_id, starts_at, id);
CREATE INDEX slots_by_property ON visits.slots (organization_id, property_id, starts_at, id);
CREATE UNIQUE INDEX slots_one_per_key ON visits.slots (organization_id, agent_id, idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE visits.applicants (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    id              uuid NOT NULL,
    external_id     text NOT NULL,
    name            text NOT NULL,
    email           text NOT NULL,
    risk_level      text NOT NULL,
    person_id       uuid REFERENCES accounts.people (id),   -- null until their first sign-in
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT applicants_risk_is_accepted CHECK (risk_level IN ('LOW', 'MEDIUM')),
    CONSTRAINT applicants_one_per_external_id UNIQUE (organization_id, external_id)
);
CREATE UNIQUE INDEX applicants_one_per_person ON visits.applicants (person_id, organization_id) WHERE person_id IS NOT NULL;
CREATE INDEX applicants_waiting_for_sign_in ON visits.applicants (lower(email)) WHERE person_id IS NULL;

CREATE TABLE visits.bookings (
    organization_id    uuid NOT NULL,
    id                 uuid NOT NULL,
    slot_id            uuid NOT NULL,
    applicant_id       uuid NOT NULL,
    during             tstzrange NOT NULL,     -- the slot's; the foreign key keeps the copy right
    status             text NOT NULL,
    notes              text NOT NULL DEFAULT '',
    created_at         timestamptz NOT NULL,
    cancelled_at       timestamptz,
    idempotency_key    text,
    idempotency_digest bytea,
    starts_at          timestamptz GENERATED ALWAYS AS (lower(during)) STORED,
    -- Null once cancelled, and a foreign key with a null asks nothing: only a confirmed booking needs a live slot.
    live               boolean GENERATED ALWAYS AS (CASE WHEN status = 'confirmed' THEN true END) STORED,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT bookings_status CHECK (status IN ('confirmed', 'cancelled_by_applicant', 'cancelled_by_agent')),
    CONSTRAINT bookings_cancelled_have_a_time CHECK ((status = 'confirmed') = (cancelled_at IS NULL)),
    CONSTRAINT bookings_of_an_applicant FOREIGN KEY (organization_id, applicant_id) REFERENCES visits.applicants (organization_id, id),
    CONSTRAINT bookings_of_a_slot FOREIGN KEY (organization_id, slot_id) REFERENCES visits.slots (organization_id, id),
    CONSTRAINT bookings_confirmed_only_on_live_slots FOREIGN KEY (organization_id, slot_id, during, live)
        REFERENCES visits.slots (organization_id, id, during, live),
    CONSTRAINT bookings_of_applicant_do_not_overlap
        EXCLUDE USING gist (applicant_id WITH =, during WITH &&, organization_id WITH =) WHERE (status = 'confirmed')
);
CREATE UNIQUE INDEX bookings_one_confirmed_per_slot ON visits.bookings (organization_id, slot_id) WHERE status = 'confirmed';
CREATE INDEX bookings_by_slot ON visits.bookings (organization_id, slot_id, id);
CREATE INDEX bookings_by_applicant ON visits.bookings (organization_id, applicant_id, starts_at, id);
CREATE UNIQUE INDEX bookings_one_per_key ON visits.bookings (organization_id, applicant_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
