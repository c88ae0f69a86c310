-- $1 person uuid  $2 now timestamptz  $3 traceparent text
-- Run a second time, a while after, it finds only what was under way at the first.
WITH person AS (
    SELECT id, lower(email) AS email, email_verified, erased_at FROM accounts.people WHERE id = $1 FOR UPDATE
),
address AS (
    SELECT email FROM person WHERE email_verified AND email <> ''
    UNION SELECT address FROM accounts.passwords WHERE person_id = $1
),
sessions_gone AS (DELETE FROM accounts.sessions WHERE person_id = $1),
passwords_gone AS (DELETE FROM accounts.passwords WHERE person_id = $1),
resets_gone AS (DELETE FROM accounts.resets WHERE person_id = $1),
-- no tombstone: the digest of an issuer's subject would tell of them for ever, so their next sign-in is a new person
sign_ins_gone AS (DELETE FROM accounts.sign_ins WHERE person_id = $1),
-- of an agency that would be left without an owner the database itself refuses this
memberships AS (
    UPDATE accounts.members SET left_at = $2 WHERE person_id = $1 AND left_at IS NULL
    RETURNING organization_id, role
),
invitations_blank AS (
    UPDATE accounts.invitations i
    SET email = 'erased@invalid', revoked_at = CASE WHEN i.accepted_at IS NULL THEN coalesce(i.revoked_at, $2) END
    WHERE i.accepted_by = $1 OR lower(i.email) IN (SELECT email FROM address)
),
blank AS (
    UPDATE accounts.people p
    SET name = 'erased-' || right(p.id::text, 6), email = '', email_verified = false, photo_url = NULL, language = NULL, erased_at = coalesce(p.erased_at, $2)
    FROM person WHERE p.id = person.id
)
INSERT INTO events.log (type, organization_id, actor_id, subject_id, before, traceparent)
SELECT 'member.left', organization_id, $1, $1, jsonb_build_object('role', role), $3 FROM memberships
UNION ALL
SELECT 'person.erased', NULL, $1, $1, NULL, $3 FROM person WHERE erased_at IS NULL;
