-- What became of each event of the screening system: an event that comes again is known by its id.
CREATE TABLE visits.screenings (
    organization_id uuid NOT NULL REFERENCES accounts.organizations (id),
    event_key       bytea NOT NULL,        -- of the event's id, SHA-256: it still tells a repetition where the id itself was erased
    event_id        text,                  -- as the screening system wrote it; null once the applicant was erased
    applicant_id    uuid,                  -- whom it made or met; null: nobody
    risk_level      text NOT NULL,
    outcome         text NOT NULL,
    occurred_at     timestamptz,           -- as the event says, if it does
    handled_at      timestamptz NOT NULL,
    CONSTRAINT screenings_one_per_event PRIMARY KEY (organization_id, event_key),
    CONSTRAINT screenings_risk_level CHECK (risk_level IN ('LOW', 'MEDIUM', 'HIGH', 'UNKNOWN')),
    -- what is not LOW or MEDIUM is never accepted, whatever a statement thinks
    CONSTRAINT screenings_outcome CHECK (
        (outcome IN ('accepted', 'known') AND risk_level IN ('LOW', 'MEDIUM') AND applicant_id IS NOT NULL)
        OR (outcome = 'risk_too_high' AND risk_level = 'HIGH') OR (outcome = 'risk_unknown' AND risk_level = 'UNKNOWN')),
    CONSTRAINT screenings_of_an_applicant FOREIGN KEY (organization_id, applicant_id) REFERENCES visits.applicants (organization_id, id)
);
CREATE INDEX screenings_by_applicant ON visits.screenings (organization_id, applicant_id) WHERE applicant_id IS NOT NULL;
