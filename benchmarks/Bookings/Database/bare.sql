-- What a team leaves out that checks its rules in code.
ALTER TABLE visits.bookings
    DROP CONSTRAINT bookings_of_applicant_do_not_overlap,
    DROP CONSTRAINT bookings_confirmed_only_on_live_slots;
ALTER TABLE visits.slots
    DROP CONSTRAINT slots_of_agent_do_not_overlap,
    DROP CONSTRAINT slots_of_property_do_not_overlap,
    DROP CONSTRAINT slots_are_referenced_while_live;
