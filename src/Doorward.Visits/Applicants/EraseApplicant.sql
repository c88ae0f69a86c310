-- $1 person uuid
-- The visits keep their place: slots, times and states. The applicant's row stays too, under a pseudonym and still theirs by id, so that a second
-- erasure finds what was under way at the first; nobody can sign in as them, and no address leads to them.
WITH theirs AS (
    SELECT organization_id, id FROM visits.applicants WHERE person_id = $1 ORDER BY organization_id, id FOR UPDATE
),
blank AS (
    UPDATE visits.applicants a
    SET name = 'erased-' || right(a.id::text, 6), email = 'erased-' || a.id || '@invalid', external_id = 'erased-' || a.id
    FROM theirs t WHERE a.organization_id = t.organization_id AND a.id = t.id
),
-- another system chose it, perhaps from a name; its digest stays, so that the event which comes again does not bring them back
nameless AS (
    UPDATE visits.screenings s SET event_id = NULL FROM theirs t WHERE s.organization_id = t.organization_id AND s.applicant_id = t.id
)
-- a client chooses its keys, and the digest is made of the notes
UPDATE visits.bookings b SET notes = '', idempotency_key = NULL, idempotency_digest = NULL
FROM theirs t WHERE b.organization_id = t.organization_id AND b.applicant_id = t.id;
