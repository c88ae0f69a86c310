-- A run of an outside copilot: by which entry of its stream it came, so that no entry counts twice.
ALTER TABLE support.runs ADD COLUMN event_id uuid;
CREATE UNIQUE INDEX runs_one_per_outside_event ON support.runs (organization_id, event_id) WHERE event_id IS NOT NULL;
