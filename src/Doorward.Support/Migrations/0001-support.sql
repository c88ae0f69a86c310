CREATE SCHEMA support;

CREATE TABLE support.conversations (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    id              uuid NOT NULL,
    customer_ref    text NOT NULL,                           -- what the agency's own systems call the customer
    person_id       uuid REFERENCES accounts.people (id),    -- the customer, once signed in
    applicant_id    uuid,                                    -- the customer as somebody who can be shown round
    status          text NOT NULL DEFAULT 'OPEN',
    assignee_id     uuid,
    snoozed_until   timestamptz,
    tags            text[] NOT NULL DEFAULT '{}',
    messages        int NOT NULL DEFAULT 0,                  -- how many there are: the number of the last one
    created_at      timestamptz NOT NULL,
    last_message_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT conversations_status CHECK (status IN ('OPEN', 'SNOOZED', 'CLOSED')),
    CONSTRAINT conversations_snoozed_until_when CHECK ((status = 'SNOOZED') = (snoozed_until IS NOT NULL)),
    CONSTRAINT conversations_assigned_to_a_member FOREIGN KEY (organization_id, assignee_id) REFERENCES accounts.members (organization_id, person_id),
    CONSTRAINT conversations_of_an_applicant FOREIGN KEY (organization_id, applicant_id) REFERENCES visits.applicants (organization_id, id),
    CONSTRAINT conversations_tags_are_few CHECK (cardinality(tags) <= 20)
) WITH (fillfactor = 80);
CREATE INDEX conversations_by_last_message ON support.conversations (organization_id, last_message_at DESC, id DESC);
CREATE INDEX conversations_by_status ON support.conversations (organization_id, status, last_message_at DESC, id DESC);
CREATE INDEX conversations_by_applicant ON support.conversations (organization_id, applicant_id, last_message_at DESC, id DESC) WHERE applicant_id IS NOT NULL;
CREATE INDEX conversations_by_assignee ON support.conversations (organization_id, assignee_id, last_message_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX conversations_by_person ON support.conversations (organization_id, person_id, last_message_at DESC, id DESC) WHERE person_id IS NOT NULL;

CREATE TABLE support.messages (
    organization_id    uuid NOT NULL,
    id                 uuid NOT NULL,
    conversation_id    uuid NOT NULL,
    number             int NOT NULL,              -- its place in the conversation, from 1
    author             text NOT NULL,
    person_id          uuid REFERENCES accounts.people (id),
    body               text NOT NULL,
    draft_id           uuid,                      -- the draft that was approved
    created_at         timestamptz NOT NULL,
    idempotency_key    text,
    idempotency_digest bytea,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT messages_author CHECK (author IN ('CUSTOMER', 'STAFF')),
    CONSTRAINT messages_body CHECK (char_length(body) BETWEEN 1 AND 8000),
    CONSTRAINT messages_of_a_conversation FOREIGN KEY (organization_id, conversation_id) REFERENCES support.conversations (organization_id, id),
    CONSTRAINT messages_one_per_number UNIQUE (organization_id, conversation_id, number),
    CONSTRAINT messages_are_referenced_with_their_conversation UNIQUE (organization_id, id, conversation_id)
);
CREATE INDEX messages_by_time ON support.messages (organization_id, created_at);
CREATE UNIQUE INDEX messages_one_per_key ON support.messages (organization_id, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX messages_one_per_draft ON support.messages (organization_id, draft_id) WHERE draft_id IS NOT NULL;

-- What staff tell each other about a conversation; the customer never sees it.
CREATE TABLE support.notes (
    organization_id uuid NOT NULL,
    id              uuid NOT NULL,
    conversation_id uuid NOT NULL,
    author_id       uuid NOT NULL,
    body            text NOT NULL,
    created_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT notes_body CHECK (char_length(body) BETWEEN 1 AND 8000),
    CONSTRAINT notes_of_a_conversation FOREIGN KEY (organization_id, conversation_id) REFERENCES support.conversations (organization_id, id),
    CONSTRAINT notes_by_a_member FOREIGN KEY (organization_id, author_id) REFERENCES accounts.members (organization_id, person_id)
);
CREATE INDEX notes_by_conversation ON support.notes (organization_id, conversation_id, id);

-- What the copilot proposes. `live` is what waits for a person: at most one a conversation.
CREATE TABLE support.drafts (
    organization_id uuid NOT NULL,
    id              uuid NOT NULL,
    conversation_id uuid NOT NULL,
    message_id      uuid NOT NULL,               -- the customer's message that it answers
    status          text NOT NULL,
    version         int NOT NULL DEFAULT 1,      -- rises with every change; a review names the one it saw
    body            text NOT NULL,               -- what would be sent; empty where the copilot had nothing to say
    sentences       jsonb NOT NULL DEFAULT '[]', -- [{text, courtesy, citation: {document_id, version, heading, quote, start, end}}]
    offers          jsonb NOT NULL DEFAULT '[]', -- [{slot_id, property_id, starts_at, ends_at, held_until}]
    intent          text NOT NULL,
    category        text NOT NULL,
    sentiment       text NOT NULL,
    urgency         text NOT NULL,
    confidence      real NOT NULL,
    threshold       real NOT NULL,
    verdicts        jsonb NOT NULL DEFAULT '{}', -- {grounded, policy, tone, …}: what the guard found
    reason          text NOT NULL DEFAULT '',    -- why it was decided so, or why it was escalated
    created_at      timestamptz NOT NULL,
    reviewed_by     uuid,                        -- the person; null where Doorward itself superseded it
    reviewed_at     timestamptz,
    review_reason   text NOT NULL DEFAULT '',
    -- The one definition of the rank: urgency strictly dominates.
    rank            smallint GENERATED ALWAYS AS (
        CASE urgency WHEN 'HIGH' THEN 6 WHEN 'NORMAL' THEN 4 ELSE 2 END + CASE WHEN sentiment = 'NEGATIVE' THEN 1 ELSE 0 END) STORED,
    live            boolean GENERATED ALWAYS AS (status IN ('SUGGESTED', 'ESCALATED')) STORED,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT drafts_status CHECK (status IN ('SUGGESTED', 'ESCALATED', 'SENT', 'REJECTED', 'SUPERSEDED')),
    CONSTRAINT drafts_sentiment CHECK (sentiment IN ('POSITIVE', 'NEUTRAL', 'NEGATIVE')),
    CONSTRAINT drafts_urgency CHECK (urgency IN ('HIGH', 'NORMAL', 'LOW')),
    CONSTRAINT drafts_confidence CHECK (confidence BETWEEN 0 AND 1 AND threshold BETWEEN 0 AND 1),
    CONSTRAINT drafts_of_a_message FOREIGN KEY (organization_id, message_id, conversation_id)
        REFERENCES support.messages (organization_id, id, conversation_id),
    CONSTRAINT drafts_reviewed_by_a_member FOREIGN KEY (organization_id, reviewed_by) REFERENCES accounts.members (organization_id, person_id),
    CONSTRAINT drafts_ended_have_a_time CHECK ((status IN ('SUGGESTED', 'ESCALATED')) OR reviewed_at IS NOT NULL),
    CONSTRAINT drafts_sent_by_somebody CHECK (status NOT IN ('SENT', 'REJECTED') OR reviewed_by IS NOT NULL),
    CONSTRAINT drafts_one_per_message UNIQUE (organization_id, message_id)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX drafts_one_live_per_conversation ON support.drafts (organization_id, conversation_id)
    WHERE status IN ('SUGGESTED', 'ESCALATED');
-- The queue: the highest rank first, within a rank the oldest; negated, so that one row comparison is a keyset over all three.
CREATE INDEX drafts_queue ON support.drafts (organization_id, ((-rank)::smallint), created_at, id) WHERE status IN ('SUGGESTED', 'ESCALATED');
CREATE INDEX drafts_by_status ON support.drafts (organization_id, status, ((-rank)::smallint), created_at, id);
CREATE INDEX drafts_by_conversation ON support.drafts (organization_id, conversation_id, created_at, id);

ALTER TABLE support.messages ADD CONSTRAINT messages_of_a_draft
    FOREIGN KEY (organization_id, draft_id) REFERENCES support.drafts (organization_id, id);

-- What a person did with a draft. The log's row of the act is the audit entry; the words, which the log does not hold, are here.
CREATE TABLE support.reviews (
    organization_id uuid NOT NULL,
    id              uuid NOT NULL,               -- the event's id in events.log
    draft_id        uuid NOT NULL,
    person_id       uuid NOT NULL,
    action          text NOT NULL,
    version         int NOT NULL,                -- of the draft that was reviewed
    difference      jsonb,                       -- between the draft and what was sent: [[op, words], …]; null where nothing was edited
    reason          text NOT NULL DEFAULT '',
    at              timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id),
    CONSTRAINT reviews_action CHECK (action IN ('APPROVED', 'REJECTED', 'ESCALATED')),
    CONSTRAINT reviews_of_a_draft FOREIGN KEY (organization_id, draft_id) REFERENCES support.drafts (organization_id, id),
    CONSTRAINT reviews_by_a_member FOREIGN KEY (organization_id, person_id) REFERENCES accounts.members (organization_id, person_id),
    CONSTRAINT reviews_one_per_version UNIQUE (organization_id, draft_id, version)
);
