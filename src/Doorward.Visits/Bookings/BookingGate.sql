-- $1 organization uuid  $2 booking uuid  $3 person uuid  $4 staff boolean
SELECT EXISTS (
    SELECT FROM visits.bookings b
    JOIN visits.applicants a ON a.organization_id = b.organization_id AND a.id = b.applicant_id
    WHERE b.organization_id = $1 AND b.id = $2
      AND (a.person_id = $3
           OR ($4 AND EXISTS (SELECT FROM accounts.members m WHERE m.organization_id = $1 AND m.person_id = $3 AND m.left_at IS NULL)))
);
