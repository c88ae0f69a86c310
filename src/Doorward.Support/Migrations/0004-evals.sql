-- Cases of which it is known what should come out, as staff have stored them; a set of the command line stays in its files.
CREATE TABLE support.golden_sets (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    name            text NOT NULL,
    text            text NOT NULL,               -- JSON Lines, as it was given
    cases           int NOT NULL,
    digest          bytea NOT NULL,              -- SHA-256 over what the cases say
    stored_by       uuid NOT NULL,
    stored_at       timestamptz NOT NULL,
    PRIMARY KEY (organization_id, name),
    CONSTRAINT golden_sets_name CHECK (name ~ '^[a-z0-9-]{1,60}$'),
    CONSTRAINT golden_sets_cases CHECK (cases > 0),
    CONSTRAINT golden_sets_digest CHECK (length(digest) = 32),
    CONSTRAINT golden_sets_stored_by_a_member FOREIGN KEY (organization_id, stored_by) REFERENCES accounts.members (organization_id, person_id)
);

-- A run of the copilot over a golden set: how well it did, and of what exactly that is true.
CREATE TABLE support.eval_runs (
    organization_id    uuid NOT NULL REFERENCES accounts.organizations (id),
    id                 uuid NOT NULL,
    set_name           text NOT NULL,
    set_digest         bytea NOT NULL,
    tier               text NOT NULL,
    cases              int NOT NULL,
    passed             int NOT NULL,
    scores             jsonb NOT NULL,           -- [{measure, right, of, share}]
    details            jsonb NOT NULL,           -- {confusions, confidences, steps}
    gate               jsonb,                    -- {measure: share}; null: none was set
    gate_passed        boolean,
    program            text NOT NULL,            -- the version of Doorward
    policy_digest      bytea NOT NULL,
    knowledge_revision bigint NOT NULL,          -- moves with every import
    knowledge_digest   bytea NOT NULL,           -- over the current versions of all documents
    model              text,                     -- null: answers were composed without one
    read_tokens        int NOT NULL,
    written_tokens     int NOT NULL,
    asked_by           uuid,                     -- null: from the machine's own command line
    began_at           timestamptz NOT NULL,
    finished_at        timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT eval_runs_tier CHECK (tier IN ('routing', 'quality')),
    CONSTRAINT eval_runs_passed CHECK (passed BETWEEN 0 AND cases AND cases > 0),
    CONSTRAINT eval_runs_gate CHECK ((gate IS NULL) = (gate_passed IS NULL)),
    CONSTRAINT eval_runs_asked_by_a_member FOREIGN KEY (organization_id, asked_by) REFERENCES accounts.members (organization_id, person_id)
);
CREATE INDEX eval_runs_by_time ON support.eval_runs (organization_id, finished_at DESC, id DESC);
CREATE INDEX eval_runs_by_set ON support.eval_runs (organization_id, set_name, tier, finished_at DESC, id DESC);

-- What came of each case.
CREATE TABLE support.eval_cases (
    organization_id uuid NOT NULL,
    run_id          uuid NOT NULL,
    number          int NOT NULL,                -- its place in the set, from 1
    case_id         text NOT NULL,
    passed          boolean NOT NULL,
    message         text NOT NULL,
    answer          text NOT NULL,               -- as it would have lain before a person; empty: none
    intent          text NOT NULL,
    status          text NOT NULL,
    code            text NOT NULL,               -- why it was decided so
    confidence      real NOT NULL,
    verdicts        jsonb NOT NULL,              -- [{measure, expected, came, right, counts}]
    milliseconds    real NOT NULL,
    PRIMARY KEY (organization_id, run_id, number),
    CONSTRAINT eval_cases_of_a_run FOREIGN KEY (organization_id, run_id) REFERENCES support.eval_runs (organization_id, id),
    CONSTRAINT eval_cases_one_per_id UNIQUE (organization_id, run_id, case_id),
    CONSTRAINT eval_cases_status CHECK (status IN ('SUGGESTED', 'ESCALATED'))
);
CREATE INDEX eval_cases_failed ON support.eval_cases (organization_id, run_id, number) WHERE NOT passed;
