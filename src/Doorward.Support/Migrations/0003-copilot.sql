-- What the copilot of an agency may and may not do; without a row the program's own policy.json holds.
CREATE TABLE support.policies (
    organization_id uuid PRIMARY KEY REFERENCES accounts.organizations (id),
    policy          jsonb NOT NULL,
    changed_by      uuid NOT NULL,
    changed_at      timestamptz NOT NULL,
    CONSTRAINT policies_changed_by_a_member FOREIGN KEY (organization_id, changed_by) REFERENCES accounts.members (organization_id, person_id)
);

-- Each run of the copilot, whole: what it was asked, found, tried and decided, so that it can be repeated.
CREATE TABLE support.runs (
    organization_id uuid NOT NULL,
    id              uuid NOT NULL,
    conversation_id uuid NOT NULL,
    message_id      uuid NOT NULL,
    draft_id        uuid,                    -- null: the message no longer waited when the run was over
    outcome         text NOT NULL,           -- the decision's code
    form            int NOT NULL,            -- of the record
    record          jsonb,                   -- null once the customer was erased
    model           text,                    -- null: without one
    read_tokens     int NOT NULL,
    written_tokens  int NOT NULL,
    finished_at     timestamptz NOT NULL,
    erased_at       timestamptz,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT runs_of_a_message FOREIGN KEY (organization_id, message_id, conversation_id)
        REFERENCES support.messages (organization_id, id, conversation_id),
    CONSTRAINT runs_of_a_draft FOREIGN KEY (organization_id, draft_id) REFERENCES support.drafts (organization_id, id),
    CONSTRAINT runs_erased_are_empty CHECK ((record IS NULL) = (erased_at IS NOT NULL))
);
CREATE UNIQUE INDEX runs_one_per_draft ON support.runs (organization_id, draft_id) WHERE draft_id IS NOT NULL;
CREATE INDEX runs_by_conversation ON support.runs (organization_id, conversation_id, id);

-- What the model cost an organization on a day, UTC.
CREATE TABLE support.model_usage (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    day             date NOT NULL,
    runs            int NOT NULL,
    read_tokens     bigint NOT NULL,
    written_tokens  bigint NOT NULL,
    PRIMARY KEY (organization_id, day)
) WITH (fillfactor = 70);
