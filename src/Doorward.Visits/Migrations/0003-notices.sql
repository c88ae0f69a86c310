-- What happened before there were notices is told to nobody.
INSERT INTO events.cursors (subscriber, tx, seq) SELECT 'visits.notices', tx, seq FROM events.log ORDER BY tx DESC, seq DESC LIMIT 1;
