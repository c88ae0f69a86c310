-- Every version of an agency's policy is kept: a run names the one that it was held to.
ALTER TABLE support.policies
    ADD COLUMN version int NOT NULL DEFAULT 1,       -- 1, 2, …; the newest holds
    ALTER COLUMN changed_by DROP NOT NULL,           -- null: the operator, at the command line
    DROP CONSTRAINT policies_pkey,
    ADD CONSTRAINT policies_pkey PRIMARY KEY (organization_id, version),
    ADD CONSTRAINT policies_version CHECK (version > 0);

ALTER TABLE support.runs
    ADD COLUMN policy_version int,                   -- null: the program's own policy.json
    ADD CONSTRAINT runs_of_a_policy FOREIGN KEY (organization_id, policy_version) REFERENCES support.policies (organization_id, version);
