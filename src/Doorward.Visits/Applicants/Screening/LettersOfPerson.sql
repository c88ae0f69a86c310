-- $1 person uuid
SELECT j.id, j.payload ->> 'text', p.words
FROM events.jobs j,
     (SELECT array_agg(word) AS words
      FROM visits.applicants a, unnest(ARRAY[a.external_id, a.name, a.email]) AS word
      WHERE a.person_id = $1) p
WHERE j.kind = 'visits.screening' AND p.words IS NOT NULL
ORDER BY j.id
FOR UPDATE OF j;
