-- An agency's own part of the log, backwards: the audit trail. Without it, who has done little reads past all that the others did.
CREATE INDEX log_by_organization ON events.log (organization_id, tx, seq);
