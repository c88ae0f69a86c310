-- $1 issuer text  $2 subject text  $3 verified_email text  $4 name text  $5 new_person_id uuid  $6 traceparent text  $7 now timestamptz
-- The first sign-in of somebody whom an agency has accepted: one person, their sign-in, and every applicant that waits for this address.
WITH waiting AS (
    SELECT a.organization_id, a.id FROM visits.applicants a
    WHERE lower(a.email) = lower($3) AND a.person_id IS NULL
    ORDER BY a.organization_id, a.id
    FOR UPDATE
),
known AS (
    SELECT s.person_id FROM accounts.sign_ins s WHERE s.issuer = $1 AND s.subject = $2
),
person AS (
    INSERT INTO accounts.people (id, name, email, email_verified, created_at)
    SELECT $5, coalesce($4, $3), $3, true, $7 WHERE EXISTS (SELECT FROM waiting) AND NOT EXISTS (SELECT FROM known)
    RETURNING id
),
sign_in AS (
    INSERT INTO accounts.sign_ins (issuer, subject, person_id, created_at) SELECT $1, $2, id, $7 FROM person
),
who AS (
    SELECT person_id AS id FROM known UNION ALL SELECT id FROM person
),
linked AS (
    UPDATE visits.applicants a SET person_id = who.id
    FROM waiting w, who
    WHERE a.organization_id = w.organization_id AND a.id = w.id
      -- two records of one agency for one address: the second waits for staff to sort out, it does not stop the sign-in
      AND a.id = (SELECT x.id FROM waiting x WHERE x.organization_id = w.organization_id ORDER BY x.id LIMIT 1)
      AND NOT EXISTS (SELECT FROM visits.applicants o WHERE o.organization_id = w.organization_id AND o.person_id = who.id)
    RETURNING a.organization_id, a.id, a.person_id
)
INSERT INTO events.log (type, organization_id, actor_id, subject_id, after, traceparent)
SELECT 'applicant.signed_in', organization_id, person_id, id, jsonb_build_object('person_id', person_id), $6 FROM linked
UNION ALL
SELECT 'person.created', NULL, id, id, NULL, $6 FROM person
RETURNING subject_id;
