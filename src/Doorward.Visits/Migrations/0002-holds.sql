-- A hold keeps a slot for one applicant for some minutes. It is a row of visits.bookings, so that the constraints which keep two visits apart
-- keep a hold and a visit, and two holds, apart as well; the row goes when the hold ends, the log keeps what happened. No constraint can look
-- at the clock: a hold past its time still stands in the way until a statement that meets it, or the job that is due then, takes it out.

-- What is free in an agency, whatever the property; booking a slot changes no column of it.
CREATE INDEX slots_by_time ON visits.slots (organization_id, starts_at, id);

ALTER TABLE visits.slots
    ADD COLUMN held_by    uuid,         -- the hold's applicant and end, copied: who locks a slot to book it need not look elsewhere
    ADD COLUMN held_until timestamptz,
    DROP CONSTRAINT slots_status,
    ADD CONSTRAINT slots_status CHECK (status IN ('available', 'held', 'booked', 'cancelled')),
    ADD CONSTRAINT slots_held_for_somebody_until CHECK ((status = 'held') = (held_by IS NOT NULL) AND (status = 'held') = (held_until IS NOT NULL)),
    ADD CONSTRAINT slots_held_for_an_applicant FOREIGN KEY (organization_id, held_by) REFERENCES visits.applicants (organization_id, id);

ALTER TABLE visits.bookings
    ADD COLUMN held_until timestamptz,
    ADD COLUMN hold_place smallint,     -- 1, 2, 3, …: one person holds as many slots as there are places
    ADD COLUMN hold_key   text,         -- whose it is, to release it by: a draft's id; null where a person asked for it
    DROP CONSTRAINT bookings_status,
    DROP CONSTRAINT bookings_cancelled_have_a_time,
    DROP CONSTRAINT bookings_confirmed_only_on_live_slots,
    DROP CONSTRAINT bookings_of_applicant_do_not_overlap,
    DROP COLUMN live;
DROP INDEX visits.bookings_one_confirmed_per_slot;

ALTER TABLE visits.bookings
    -- Null once cancelled, and a foreign key with a null asks nothing: only what takes a slot needs a live one.
    ADD COLUMN live boolean GENERATED ALWAYS AS (CASE WHEN status IN ('confirmed', 'held') THEN true END) STORED,
    ADD CONSTRAINT bookings_status CHECK (status IN ('held', 'confirmed', 'cancelled_by_applicant', 'cancelled_by_agent')),
    ADD CONSTRAINT bookings_cancelled_have_a_time CHECK ((status IN ('confirmed', 'held')) = (cancelled_at IS NULL)),
    ADD CONSTRAINT bookings_held_until CHECK ((status = 'held') = (held_until IS NOT NULL) AND (status = 'held' OR hold_key IS NULL)),
    ADD CONSTRAINT bookings_held_in_a_place CHECK ((status = 'held') = (hold_place IS NOT NULL) AND hold_place BETWEEN 1 AND 20),
    ADD CONSTRAINT bookings_confirmed_only_on_live_slots FOREIGN KEY (organization_id, slot_id, during, live)
        REFERENCES visits.slots (organization_id, id, during, live),
    ADD CONSTRAINT bookings_of_applicant_do_not_overlap
        EXCLUDE USING gist (applicant_id WITH =, during WITH &&, organization_id WITH =) WHERE (status IN ('confirmed', 'held'));
CREATE UNIQUE INDEX bookings_one_confirmed_per_slot ON visits.bookings (organization_id, slot_id) WHERE status IN ('confirmed', 'held');
CREATE UNIQUE INDEX bookings_one_hold_per_place ON visits.bookings (organization_id, applicant_id, hold_place) WHERE status = 'held';
CREATE INDEX bookings_held_by_key ON visits.bookings (organization_id, hold_key) WHERE status = 'held' AND hold_key IS NOT NULL;
