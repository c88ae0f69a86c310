-- What is free in an agency, whatever the property; booking a slot changes no column of it.
CREATE INDEX slots_by_time ON visits.slots (organization_id, starts_at, id);
