-- $1 organization uuid  $2 slots uuid[]
-- Before they are held one by one in the order of somebody's wishes: who wants the same ones in another order waits here, and not in a deadlock.
SELECT s.id FROM visits.slots s WHERE s.organization_id = $1 AND s.id = ANY ($2) ORDER BY s.id FOR NO KEY UPDATE;
